/** The panel of the connection, as it is loaded: one for an element. */
import { QualityControl, type QualityHost } from './quality-control.ts';

const CONTROLS = new WeakMap<QualityHost, QualityControl>();

export function qualityOf(host: QualityHost): QualityControl {
  const control = CONTROLS.get(host) ?? new QualityControl(host);
  CONTROLS.set(host, control);
  return control;
}
