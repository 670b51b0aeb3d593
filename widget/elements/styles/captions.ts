/** Captions: over the picture, whatever it shows, at the lower edge of the stage. */
import { css } from 'lit';

export const captions = css`
  .captions-place {
    position: absolute;
    inset-inline: 8px;
    inset-block-end: 44px;
    display: flex;
    justify-content: center;
    pointer-events: none;
  }
  /* Beside the own picture, and where there is room, in the middle all the same. */
  .tiles:has(> .corner) ~ .captions-place {
    inset-inline-end: calc(clamp(88px, 22%, 220px) + 24px);
  }
  @container p2p-call (min-width: 720px) {
    .tiles:has(> .corner) ~ .captions-place {
      inset-inline: calc(clamp(88px, 22%, 220px) + 24px);
    }
  }
  .captions {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    max-inline-size: min(100%, 44em);
    max-block-size: calc(2lh + 10px);
    overflow: hidden;
    padding: 5px 12px;
    border-radius: 8px;
    font-size: 16px;
    line-height: 1.4;
    color: #fff;
    background: rgb(0 0 0 / 0.82);
  }
  .caption {
    flex: none;
    overflow-wrap: anywhere;
    text-align: center;
  }
  @container p2p-call (max-width: 420px) {
    .tiles:has(> .corner) ~ .captions-place {
      inset-inline-end: calc(clamp(84px, 30%, 128px) + 24px);
    }
    .captions {
      padding-inline: 8px;
      font-size: 14px;
    }
  }
  @media (forced-colors: active) {
    .captions {
      border: 1px solid CanvasText;
      color: CanvasText;
      background: Canvas;
    }
  }
`;
