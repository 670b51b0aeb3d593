/** The screens of a support desk for its visitors. */
import { css } from 'lit';

export const deskVisitor = css`
  .desk-form {
    display: flex;
    flex-direction: column;
    gap: 14px;
    inline-size: min(360px, 100%);
  }
  /* Whoever comes into the form begins at its top. */
  .desk-form .title {
    outline: none;
    overflow-wrap: anywhere;
  }
  .desk-form .text-button {
    white-space: normal;
  }
  .desk-status {
    display: flex;
    align-items: baseline;
    gap: 8px;
    margin-block-start: -8px;
    color: var(--_text-muted);
  }
  .desk-status:empty,
  .desk-problem:empty,
  .voice-problem:empty {
    display: none;
  }
  .desk-dot {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    border: 2px solid var(--_text-muted);
    border-radius: 50%;
  }
  .desk-dot[data-state='available'] {
    border-color: light-dark(#12855a, #3ecf8e);
    background: light-dark(#12855a, #3ecf8e);
  }
  .desk-dot[data-state='busy'] {
    border-color: light-dark(#b45309, #fbbf24);
    background: light-dark(#b45309, #fbbf24);
  }
  .desk-text {
    display: block;
    min-block-size: 84px;
    resize: vertical;
  }
  .desk-problem,
  .voice-problem {
    padding: 10px 12px;
    border-radius: 12px;
    font-size: 14px;
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .desk-actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 10px;
  }
  .desk-form .text-button {
    flex: 1 1 auto;
  }
  .card .desk-actions {
    margin-block-start: 8px;
  }
  .card .desk-actions .text-button {
    margin-block-start: 0;
  }
  slot[name='desk-fields']::slotted(*) {
    box-sizing: border-box;
    max-inline-size: 100%;
  }
  slot[name='desk-fields']::slotted(:is(label, fieldset, div)) {
    display: block;
  }
  slot[name='desk-fields']::slotted(:is(input, select, textarea):not(
      [type='hidden'],
      [type='checkbox'],
      [type='radio']
    )) {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 9px 14px;
    border: 1px solid color-mix(in srgb, var(--_text) 45%, var(--_background));
    border-radius: 12px;
    background: var(--_background);
    color: inherit;
    font: inherit;
  }
  .desk-waiting {
    inline-size: min(380px, 100%);
  }
  .desk-rings {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    margin: 18px;
    border-radius: 50%;
    font-size: 22px;
    background: color-mix(in srgb, var(--_accent) 16%, var(--_background));
    color: color-mix(in srgb, var(--_accent) 85%, var(--_text));
  }
  .desk-rings::before,
  .desk-rings::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 2px solid var(--_accent);
    border-radius: 50%;
    opacity: 0;
    animation: desk-ring 2.4s ease-out infinite;
  }
  .desk-rings::after {
    animation-delay: 1.2s;
  }
  @keyframes desk-ring {
    from {
      opacity: 0.5;
      scale: 1;
    }
    to {
      opacity: 0;
      scale: 1.6;
    }
  }
  .desk-place {
    font-weight: 600;
    text-wrap: balance;
  }
  .desk-devices {
    display: flex;
    gap: 12px;
    margin-block-start: 8px;
  }
  .desk-picture {
    position: static;
    inline-size: 180px;
    block-size: 112px;
    border-radius: 12px;
  }
  .card-icon.good {
    background: color-mix(in srgb, var(--_accent) 16%, var(--_background));
    color: color-mix(in srgb, var(--_accent) 85%, var(--_text));
  }
  .rating {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    margin-block-start: 10px;
  }
  .rating .text-button {
    margin-block-start: 0;
    border-color: var(--_border);
    background: transparent;
  }
  .rating fieldset {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .rating legend {
    inline-size: 100%;
    padding: 0;
    text-align: center;
    font-weight: 600;
  }
  .star {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    font-size: 20px;
    color: var(--_text-muted);
    cursor: pointer;
  }
  .star input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .star.chosen {
    color: light-dark(#b45309, #fbbf24);
  }
  .star.chosen .icon {
    fill: currentColor;
  }
  .star:focus-within {
    border-radius: 12px;
    outline: 2px solid var(--_accent);
  }
  .voice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 10px;
  }
  .voice .text-button.secondary {
    border-color: var(--_border);
  }
  .voice-live {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 52px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .voice-dot {
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: var(--_danger);
  }
  .voice-level {
    flex: 1 1 60px;
    min-inline-size: 40px;
  }
  .voice-left {
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }
  .voice-problem {
    flex-basis: 100%;
  }
  @container p2p-call (max-height: 430px) {
    .desk-form {
      gap: 8px;
    }
    .desk-rings {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .desk-rings::before,
    .desk-rings::after {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .desk-dot[data-state='available'] {
      background: CanvasText;
    }
    .desk-problem,
    .voice-problem {
      border: 1px solid CanvasText;
    }
    .star.chosen {
      color: Highlight;
    }
    .voice-dot {
      background: CanvasText;
    }
  }
`;
