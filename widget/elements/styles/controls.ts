/** Buttons and fields, and the toolbar that holds them. */
import { css } from 'lit';

export const controls = css`
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    /* All of it in one row, from the smallest window on. */
    --_toolbar-gap: clamp(2px, (100cqi - 340px) / 12, 10px);
    gap: var(--_toolbar-gap);
    padding: 10px 6px;
    background: var(--_background);
    border-block-start: 1px solid var(--_border);
  }
  .button {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: var(--_button-size);
    block-size: var(--_button-size);
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--_raised);
    cursor: pointer;
    transition: background 0.15s;
    -webkit-tap-highlight-color: transparent;
  }
  .button:hover {
    background: var(--_raised-hover);
  }
  .button.off {
    background: var(--_text);
    color: var(--_background);
  }
  .button.off:hover {
    background: color-mix(in srgb, var(--_text) 86%, var(--_background));
  }
  .button.on,
  .button[aria-expanded='true'] {
    background: color-mix(in srgb, var(--_accent) 18%, var(--_background));
    color: color-mix(in srgb, var(--_accent) 80%, var(--_text));
  }
  .button.danger {
    inline-size: calc(var(--_button-size) * 1.35);
    border-radius: calc(var(--_button-size) / 2);
    background: var(--_danger);
    color: #ffffff;
  }
  .button-leave .icon {
    rotate: 135deg;
  }
  .button.danger:hover {
    background: color-mix(in srgb, var(--_danger) 86%, #000000);
  }
  .button.plain:not(:hover, [aria-expanded='true']),
  .button[aria-disabled] {
    background: none;
  }
  .button[aria-disabled] {
    color: var(--_text-muted);
    cursor: default;
  }
  .button.pending,
  .text-button[aria-busy] {
    cursor: progress;
  }
  .text-button[aria-busy] {
    opacity: 0.6;
  }
  .button.pending .icon {
    opacity: 0.45;
  }
  .button.pending::after {
    content: '';
    position: absolute;
    inset: 3px;
    border: 2px solid transparent;
    border-block-start-color: currentColor;
    border-radius: 50%;
    animation: turn 0.9s steps(12) 0.6s infinite;
  }
  .badge {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-inline-size: 20px;
    padding-inline: 5px;
    border-radius: 10px;
    font-size: 12px;
    font-weight: 700;
    line-height: 20px;
    text-align: center;
    background: var(--_accent);
    color: var(--_accent-text);
  }
  .badge.warning {
    background: light-dark(#b45309, #fbbf24);
    color: light-dark(#ffffff, #271a00);
  }
  .text-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 44px;
    padding: 8px 18px;
    border: 1px solid transparent;
    border-radius: 22px;
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
    transition: background 0.15s;
    -webkit-tap-highlight-color: transparent;
  }
  .text-button .icon {
    inline-size: 1.2em;
    block-size: 1.2em;
  }
  .text-button.primary {
    background: var(--_accent);
    color: var(--_accent-text);
  }
  .text-button.primary:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  /* Darker than the leave button, for white text to be readable on it. */
  .text-button.danger {
    background: color-mix(in srgb, var(--_danger) 85%, #000000);
    color: #ffffff;
  }
  .text-button.danger:hover {
    background: color-mix(in srgb, var(--_danger) 75%, #000000);
  }
  .text-button.secondary {
    background: transparent;
    border-color: var(--_border);
  }
  .text-button.secondary:hover,
  .icon-button:hover {
    background: var(--_raised);
  }
  .text-button.quiet {
    background: var(--_background);
    box-shadow: 0 1px 6px rgb(0 0 0 / 0.16);
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    cursor: pointer;
  }
  .input {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 9px 14px;
    border: 1px solid color-mix(in srgb, var(--_text) 45%, var(--_background));
    border-radius: 12px;
    background: var(--_background);
  }
  .input::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  .input:focus-visible {
    outline-offset: 0;
    border-color: var(--_accent);
  }
  /* There it is in the menu. */
  @container p2p-call (max-width: 419px) {
    .button-screenshare:has(~ .button-more) {
      display: none;
    }
  }
  @container p2p-call (max-width: 340px) {
    .text-button {
      padding-inline: 13px;
    }
    .toolbar {
      --_button-size: 44px;
      gap: 5px;
      padding: 8px 6px;
    }
  }
  @container p2p-call (max-width: 300px) {
    .toolbar {
      gap: 2px;
      padding-inline: 0;
    }
    .button.danger {
      inline-size: var(--_button-size);
    }
  }
  @media (forced-colors: active) {
    .button,
    .text-button {
      border-color: ButtonText;
    }
    .icon-button {
      border: 1px solid ButtonText;
    }
    .button.off {
      border-style: dashed;
    }
  }
`;
