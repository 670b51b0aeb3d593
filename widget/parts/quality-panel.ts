/** The panel of the connection, which the tools of the stage load: most people never open it. */
import type { QualityControl, QualityHost } from '../elements/quality-control.ts';

export async function loadQualityPanel(host: QualityHost): Promise<QualityControl> {
  return (await import('../elements/quality-part.ts')).qualityOf(host);
}
