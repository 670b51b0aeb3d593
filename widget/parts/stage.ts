/** The tools of the stage, from the raised hand to full screen: nobody needs them before the call. */
import type { StageControl, StageHost } from '../elements/stage-control.ts';

export async function loadStage(host: StageHost): Promise<StageControl> {
  return (await import('../elements/stage-part.ts')).stageOf(host);
}
