/** Figures of a connection about which nothing is known yet. */
import type { ConnectionFigures } from '../../../widget/peer/connection-figures.ts';

export const NO_FIGURES: ConnectionFigures = {
  rttMs: null,
  lossInPercent: null,
  lossOutPercent: null,
  jitterMs: null,
  frozenPercent: null,
  availableKbps: null,
  kbpsIn: null,
  kbpsOut: null,
  pictureKbpsOut: null,
  isProcessorBusy: false,
};
