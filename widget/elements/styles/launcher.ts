/** Calls that stand above the page: the launcher, the floating window, the dialog. Sides are those of the writing. */
import { css } from 'lit';

export const launcher = css`
  :host(:is([mode='floating'], [mode='modal'])) {
    z-index: var(--p2p-call-z-index, 2147483000);
  }
  .launcher-box,
  .panel[data-mode][data-open],
  .panel[data-mode] > .sr-only {
    visibility: visible;
  }
  .panel[data-mode] {
    position: fixed;
    margin: 0;
    min-block-size: 0;
  }
  .panel[data-mode='floating'] {
    --_shift-x: var(--p2p-call-offset-x, 20px);
    --_shift-y: var(--p2p-call-offset-y, 20px);
    inset: auto;
    inline-size: min(var(--p2p-call-width, 400px), 100vw - 2 * var(--_shift-x));
    block-size: min(var(--p2p-call-height, 600px), 100dvh - 2 * var(--_shift-y));
    translate: var(--_x, 0px) var(--_y, 0px);
    box-shadow:
      0 2px 6px rgb(0 0 0 / 0.12),
      0 12px 40px rgb(0 0 0 / 0.28);
  }
  /* The browser takes back transform alone. */
  .panel[data-mode='floating']:fullscreen {
    translate: none;
  }
  .panel[data-mode='modal']:not([data-open]) {
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  .panel[data-mode='modal'][data-open] {
    position: static;
    inline-size: 100%;
    block-size: 100%;
  }
  .probe {
    position: fixed;
    inset: 0;
    visibility: hidden;
  }
  .launcher-box {
    --_shift-x: var(--p2p-call-offset-x, 20px);
    --_shift-y: var(--p2p-call-offset-y, 20px);
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: visible;
    background: none;
    color: var(--_text);
  }
  [data-y='bottom']:is(.panel, .launcher-box) {
    inset-block-end: var(--_shift-y);
  }
  [data-y='top']:is(.panel, .launcher-box) {
    inset-block-start: var(--_shift-y);
  }
  [data-x='end']:is(.panel, .launcher-box) {
    inset-inline-end: var(--_shift-x);
  }
  [data-x='start']:is(.panel, .launcher-box) {
    inset-inline-start: var(--_shift-x);
  }
  [data-x='right']:is(.panel, .launcher-box) {
    right: var(--_shift-x);
  }
  [data-x='left']:is(.panel, .launcher-box) {
    left: var(--_shift-x);
  }
  .launcher {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-inline-size: 60px;
    min-block-size: 60px;
    max-inline-size: calc(100vw - 2 * var(--_shift-x));
    padding: 10px 18px;
    border: 1px solid transparent;
    border-radius: 30px;
    font-size: 16px;
    font-weight: 650;
    background: var(--_accent);
    color: var(--_accent-text);
    box-shadow:
      0 1px 4px rgb(0 0 0 / 0.16),
      0 6px 20px rgb(0 0 0 / 0.22);
    cursor: pointer;
    transition: background 0.15s;
    -webkit-tap-highlight-color: transparent;
  }
  .launcher:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  .launcher.running {
    background: var(--_background);
    color: var(--_text);
    border-color: var(--_border);
    /* Between the two grounds the text could not be read. */
    transition: none;
  }
  .launcher.running:hover {
    background: color-mix(in srgb, var(--_text) 8%, var(--_background));
  }
  .launcher:focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 3px;
  }
  .launcher .badge {
    inset-block-start: -4px;
    inset-inline-end: -2px;
    background: color-mix(in srgb, var(--_danger) 85%, #000000);
    color: #ffffff;
  }
  .launcher-own {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .launcher-dot {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: light-dark(#12855a, #3ecf8e);
  }
  .launcher-icon {
    position: relative;
    display: flex;
  }
  .launcher-state {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -5px;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_accent-text);
    border-radius: 50%;
    background: #6b7280;
  }
  .launcher-state[data-state='available'] {
    background: #22c55e;
  }
  .launcher-state[data-state='busy'] {
    background: #f59e0b;
  }
  .launcher-words {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    line-height: 1.25;
    text-align: start;
  }
  .launcher-detail {
    font-size: 13px;
    font-weight: 500;
  }
  .launcher-time {
    font-variant-numeric: tabular-nums;
  }
  .window-bar {
    display: flex;
    flex: none;
    align-items: center;
    padding: 2px 4px 2px 6px;
    border-block-end: 1px solid var(--_border);
  }
  .window-bar:dir(rtl) {
    padding: 2px 6px 2px 4px;
  }
  .window-title {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 44px;
    padding: 10px;
    overflow: hidden;
    border: 0;
    border-radius: 10px;
    background: none;
    font-size: 15px;
    font-weight: 650;
    line-height: 24px;
    text-align: inherit;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [data-mode='floating'] > .window-head .window-bar {
    cursor: grab;
    touch-action: none;
    user-select: none;
  }
  [data-mode='floating'] > .window-head .window-bar:active {
    cursor: grabbing;
  }
  .window-grip {
    cursor: inherit;
    touch-action: none;
  }
  .end-question {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: 8px;
    padding: 10px 16px;
    border-block-end: 1px solid var(--_border);
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .end-question p {
    flex: 1;
    font-weight: 650;
  }
  .end-question .secondary {
    background: var(--_background);
    color: var(--_text);
  }
  .frame {
    inline-size: min(var(--p2p-call-width, 880px), 100vw - 32px);
    block-size: min(var(--p2p-call-height, 640px), 100dvh - 32px);
    max-inline-size: none;
    max-block-size: none;
    padding: 0;
    border: 0;
    overflow: visible;
    border-radius: var(--_radius);
    background: none;
    color: inherit;
    box-shadow: 0 12px 48px rgb(0 0 0 / 0.35);
  }
  .frame::backdrop {
    background: rgb(0 0 0 / 0.5);
  }
  /* A phone, held either way: all of the screen, above its keyboard. */
  @media (max-width: 480px), (max-height: 450px) {
    .panel[data-mode='floating'] {
      inset: var(--_space-top, 0px) 0 auto;
      inline-size: 100%;
      block-size: var(--_space-high, 100dvh);
      translate: none;
    }
    .frame {
      margin: var(--_space-top, 0px) 0 0;
      inline-size: 100%;
      block-size: var(--_space-high, 100dvh);
    }
    .panel[data-mode][data-open] {
      border: 0;
      border-radius: 0;
      padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
    }
  }
  @media (forced-colors: active) {
    .launcher,
    .window-grip,
    .frame {
      border: 1px solid ButtonText;
    }
    .launcher-dot {
      background: CanvasText;
    }
  }
`;
