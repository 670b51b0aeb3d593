/** The tools of the stage, as they are loaded: one set for an element. */
import { StageControl, type StageHost } from './stage-control.ts';

const CONTROLS = new WeakMap<StageHost, StageControl>();

export function stageOf(host: StageHost): StageControl {
  const control = CONTROLS.get(host) ?? new StageControl(host);
  CONTROLS.set(host, control);
  return control;
}
