/** The note while nobody else is there, and the mark that somebody records. */
import { css } from 'lit';

export const notices = css`
  .banner.recording {
    padding-block: 6px;
    border-radius: 18px;
    font-weight: 600;
    background: var(--_background);
    color: var(--_text);
  }
  .banner.recording > .icon {
    color: var(--_danger);
    fill: currentColor;
  }
  .banner.recording .banner-actions {
    margin-block: -2px;
  }
  /* In a small box they reach down to the own picture. */
  .banners {
    z-index: 2;
  }
  @container p2p-call (max-width: 420px) {
    .acting .banner-actions {
      flex: 1 1 auto;
      flex-wrap: wrap;
      justify-content: flex-end;
    }
  }
  .note-card {
    display: flex;
    flex-direction: column;
    gap: 4px;
    max-inline-size: 440px;
    padding: 16px 18px;
    border-radius: 14px;
    background: var(--_background);
    box-shadow: 0 4px 24px rgb(0 0 0 / 0.18);
    pointer-events: auto;
  }
  .note-title {
    display: flex;
    align-items: center;
    gap: 10px;
    font-size: 16px;
    font-weight: 650;
  }
  .share {
    display: flex;
    gap: 8px;
    margin-block-start: 10px;
  }
  .share-link {
    flex: 1;
    min-inline-size: 0;
    text-overflow: ellipsis;
    color: var(--_text-muted);
  }
  @container p2p-call (min-width: 640px) {
    /* Their arrows are loaded in the call, and no button is to move then. */
    .toolbar .button-microphone:not(:has(+ .button-microphone-menu)),
    .toolbar .button-camera:not(:has(+ .button-camera-menu)) {
      margin-inline-end: calc(30px + var(--_toolbar-gap));
    }
  }
  @container p2p-call (max-width: 420px) {
    .note-card {
      padding: 12px 14px;
    }
    .share {
      flex-wrap: wrap;
    }
    .share-link {
      flex-basis: 100%;
    }
    .share .text-button {
      flex: 1;
    }
  }
  @container p2p-call (max-height: 420px) {
    .share-link {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .note-card {
      border: 1px solid CanvasText;
    }
  }
`;
