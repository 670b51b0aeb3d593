/** The panels beside the stage: a column where there is room, over the stage where there is not; what the page puts there is then below. */
import { css } from 'lit';

export const side = css`
  .side {
    display: flex;
    flex-direction: column;
    flex: 0 0 clamp(280px, 30%, 360px);
    min-block-size: 0;
    background: var(--_background);
    border-inline-start: 1px solid var(--_border);
  }
  .own-side {
    flex: 0 1 auto;
    max-inline-size: 40%;
    min-block-size: 0;
    overflow: auto;
    border-inline-start: 1px solid var(--_border);
  }
  .side-header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 4px 6px 4px 16px;
    border-block-end: 1px solid var(--_border);
  }
  .side-header:dir(rtl) {
    padding: 4px 16px 4px 6px;
  }
  .side-title {
    font-size: 15px;
    font-weight: 650;
  }
  @container p2p-call (max-width: 639px) {
    .body {
      flex-direction: column;
    }
    .own-side {
      max-inline-size: none;
      max-block-size: 40%;
      border: 0;
      border-block-start: 1px solid var(--_border);
    }
    .side {
      position: absolute;
      inset: 0;
      z-index: 2;
      border: 0;
    }
  }
`;
