/** The screen before the call: side by side where there is room, one below the other where there is not. */
import { css } from 'lit';

export const prejoin = css`
  .prejoin {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: clamp(20px, 4cqi, 36px);
    inline-size: 100%;
    max-inline-size: 880px;
  }
  .preview {
    position: relative;
    flex: 1 1 0;
    max-inline-size: 520px;
    aspect-ratio: 16 / 10;
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_stage);
    container-type: size;
  }
  .preview-hint {
    position: absolute;
    inset-block-start: 12px;
    inset-inline: 12px;
    text-align: center;
    font-size: 14px;
    color: var(--_text-muted);
  }
  .preview-controls {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 12px;
    display: flex;
    justify-content: center;
    gap: 12px;
  }
  .preview-controls .button:not(.off) {
    background: var(--_background);
    box-shadow: 0 1px 6px rgb(0 0 0 / 0.2);
  }
  .preview .avatar {
    margin-block-end: 36px;
  }
  .prejoin-actions {
    display: flex;
    gap: 10px;
  }
  .prejoin-actions .primary {
    flex: 1;
  }
  @container (max-height: 170px) {
    .preview .avatar {
      display: none;
    }
  }
  .prejoin-form {
    flex: 0 1 300px;
    display: flex;
    flex-direction: column;
    gap: 14px;
  }
  .field {
    display: block;
  }
  .field-label {
    display: block;
    margin-block-end: 5px;
    font-size: 14px;
    font-weight: 550;
  }
  .problems {
    display: flex;
    flex-direction: column;
    gap: 8px;
    list-style: none;
  }
  .problem {
    display: flex;
    gap: 10px;
    padding: 10px 12px;
    border-radius: 12px;
    font-size: 14px;
    line-height: 1.4;
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .problem .icon {
    margin-block-start: 1px;
  }
  @container p2p-call (max-width: 639px) {
    .prejoin {
      flex-direction: column;
      align-items: stretch;
      gap: 16px;
      max-inline-size: 420px;
    }
    .preview {
      flex: none;
      max-block-size: max(128px, 40cqh);
      max-inline-size: none;
    }
    .prejoin-form {
      flex: none;
      gap: 12px;
    }
  }
  @container p2p-call (max-width: 639px) and (max-height: 430px) {
    .preview {
      max-block-size: 132px;
    }
    .preview.blank {
      max-block-size: 68px;
    }
    .preview-hint {
      display: none;
    }
    .prejoin .title {
      display: none;
    }
    .prejoin,
    .prejoin-form {
      gap: 10px;
    }
    .field-label {
      margin-block-end: 2px;
      font-size: 13px;
    }
  }
`;
