/** The menu of the devices, the arrows that open it, and the level of the microphone. */
import { css } from 'lit';

export const devices = css`
  .button-microphone-menu,
  .button-camera-menu {
    inline-size: 44px;
    block-size: 44px;
    margin-inline: -8px -6px;
  }
  .preview-controls {
    align-items: center;
  }
  .stage-tools {
    position: absolute;
    inset-block-start: 14px;
    inset-inline-start: 14px;
    display: flex;
    flex-direction: row-reverse;
    gap: 8px;
  }
  .stage-tools .button {
    inline-size: 44px;
    block-size: 44px;
    background: var(--_background);
    box-shadow: 0 1px 6px rgb(0 0 0 / 0.2);
  }
  .device-menu {
    position: absolute;
    z-index: 3;
    inset: auto 8px 8px;
    max-inline-size: 360px;
    max-block-size: calc(100% - 16px);
    margin-inline: auto;
    display: flex;
    flex-direction: column;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_background);
    box-shadow: 0 6px 28px rgb(0 0 0 / 0.24);
  }
  /* Beside the preview, so that one sees what one chooses. */
  .device-menu.aside {
    inset-block-end: 20px;
    margin-inline-end: 12px;
  }
  .device-menu-body {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 12px 16px 16px;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  select.input {
    font: inherit;
    color: inherit;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  select.input:disabled {
    color: var(--_text-muted);
    cursor: default;
  }
  select.input[aria-busy] {
    opacity: 0.6;
    cursor: progress;
  }
  .level-box {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
    color: var(--_text-muted);
  }
  .device-menu .level-box {
    margin-block-start: -4px;
  }
  .level {
    flex: 1;
    block-size: 6px;
    border-radius: 3px;
    overflow: hidden;
  }
  .level:dir(rtl) {
    scale: -1 1;
  }
  .level-ground {
    fill: color-mix(in srgb, var(--_text) 16%, var(--_background));
  }
  .level-now {
    fill: var(--_accent);
  }
  .level-hint {
    flex: 1 0 100%;
    font-size: 14px;
    line-height: 1.35;
    color: var(--_text);
  }
  .device-problem {
    padding: 10px 12px;
    border-radius: 12px;
    font-size: 14px;
    line-height: 1.4;
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .muted-note {
    position: absolute;
    inset: auto 12px 12px;
    inline-size: fit-content;
    max-inline-size: min(100% - 24px, 420px);
    margin-inline: auto;
    padding: 9px 14px;
    border-radius: 12px;
    font-size: 14px;
    line-height: 1.35;
    background: var(--_background);
    box-shadow: 0 2px 10px rgb(0 0 0 / 0.16);
    pointer-events: none;
  }
  @container p2p-call (min-width: 640px) {
    .stage-tools .button-devices {
      display: none;
    }
  }
  @container p2p-call (max-width: 639px) {
    .stage:has(~ .stage-tools) .banners {
      padding-block-start: 66px;
    }
    .device-menu.aside {
      inset-block-end: 8px;
      margin-inline-end: auto;
    }
    .toolbar .button-microphone-menu,
    .toolbar .button-camera-menu {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .level-ground {
      fill: GrayText;
    }
    .level-now {
      fill: Highlight;
    }
    .muted-note {
      border: 1px solid CanvasText;
    }
  }
`;
