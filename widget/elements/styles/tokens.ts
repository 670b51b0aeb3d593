/** Colours, sizes and the box itself. Everything an owner may change is a `--p2p-call-*` property with a default here. */
import { css } from 'lit';

export const tokens = css`
  :host {
    --_accent: var(--p2p-call-accent, light-dark(#0b6b64, #4fd1c0));
    --_accent-text: var(--p2p-call-accent-text, light-dark(#ffffff, #04211d));
    --_background: var(--p2p-call-background, light-dark(#ffffff, #15171c));
    --_text: var(--p2p-call-text, light-dark(#14171d, #f1f3f6));
    --_text-muted: var(--p2p-call-text-muted, light-dark(#566070, #a5adba));
    --_border: var(--p2p-call-border, light-dark(#d9dee6, #2d323c));
    --_danger: var(--p2p-call-danger, light-dark(#c8283b, #e5484d));
    --_stage: var(--p2p-call-stage-background, light-dark(#eef1f5, #0c0d10));
    --_radius: var(--p2p-call-radius, 16px);
    --_tile-gap: var(--p2p-call-tile-gap, 8px);
    --_button-size: max(44px, var(--p2p-call-button-size, 48px));
    --_raised: color-mix(in srgb, var(--_text) 8%, var(--_background));
    --_raised-hover: color-mix(in srgb, var(--_text) 14%, var(--_background));
    --_tile: color-mix(in srgb, var(--_text) 7%, var(--_stage));
    --_warning-background: light-dark(#fdf1d8, #3a2c0d);
    --_warning-text: light-dark(#5c3d00, #ffdf9e);

    display: block;
    box-sizing: border-box;
    inline-size: var(--p2p-call-width, 100%);
    block-size: var(--p2p-call-height, 480px);
    color-scheme: light dark;
    color: var(--_text);
    font: 400 15px/1.45 var(--p2p-call-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    text-align: start;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  /* Takes no room, whatever display the page gives it. */
  :host(:is([mode='floating'], [mode='modal'])) {
    position: fixed;
    visibility: hidden;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  h2,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  /* A sentence keeps its own direction, also where the translation for a right-to-left page is missing. */
  h2,
  p,
  .banner-text,
  .switch-text,
  .switch-detail,
  .problem > span,
  .tile-status,
  .text-button > span {
    unicode-bidi: plaintext;
  }
  .panel:dir(rtl) {
    text-align: right;
  }
  .sr-only {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    inline-size: 1.35em;
    block-size: 1.35em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .spinner {
    flex: none;
    inline-size: 1.1em;
    block-size: 1.1em;
    border: 2px solid color-mix(in srgb, currentColor 30%, transparent);
    border-block-start-color: currentColor;
    border-radius: 50%;
    /* Still at first: most waits are over before it turns, and turning takes time from the first picture. */
    animation: turn 0.9s steps(12) 0.6s infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 4s !important;
      transition: none !important;
    }
  }
`;
