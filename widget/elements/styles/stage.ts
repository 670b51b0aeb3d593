/** Pins, hands, reactions and the speaker's frame on the tiles; the menu "More" and the time. */
import { css } from 'lit';

export const stage = css`
  .panel:fullscreen {
    border: 0;
    border-radius: 0;
  }
  .tile.speaking::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 3px solid var(--_accent);
    border-radius: inherit;
    pointer-events: none;
  }
  .tile-corner {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .tile-pin {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    font-size: 13px;
    background: rgb(16 18 22 / 0.72);
    color: #ffffff;
    opacity: 0;
    cursor: pointer;
    transition: opacity 0.15s;
  }
  .tile:hover > .tile-corner > .tile-pin,
  .tile-pin:focus-visible,
  .tile-pin[aria-pressed='true'] {
    opacity: 1;
  }
  .tile-pin:focus-visible {
    outline: 2px solid #ffffff;
    outline-offset: -4px;
  }
  .tile-quality {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 5px solid transparent;
    border-radius: 50%;
    font-size: 13px;
    background: rgb(16 18 22 / 0.72) padding-box;
    color: #fcd34d;
    cursor: pointer;
  }
  .bars {
    stroke-width: 5;
  }
  .bars[data-count='1'] path:nth-child(n + 2),
  .bars[data-count='2'] path:nth-child(n + 3) {
    stroke: rgb(255 255 255 / 0.4);
  }
  .tile-quality.very {
    color: #ffb4ab;
  }
  .tile-quality:focus-visible {
    outline: 2px solid #ffffff;
    outline-offset: -4px;
  }
  .tile-paused {
    position: absolute;
    inset-inline: 8px;
    inset-block-start: calc(50% + 21cqmin);
    text-align: center;
    font-size: 13px;
    line-height: 1.35;
    color: var(--_text);
    text-wrap: balance;
  }
  .hand-mark {
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
    font-size: 14px;
    background: light-dark(#b45309, #fbbf24);
    color: light-dark(#ffffff, #271a00);
  }
  .person-actions .hand-mark {
    margin-inline-end: 6px;
  }
  .reaction {
    position: absolute;
    inset-block-end: 34px;
    inset-inline: 0;
    text-align: center;
    font-size: clamp(24px, 22cqmin, 64px);
    line-height: 1.2;
    animation: rise 0.4s ease-out;
    pointer-events: none;
  }
  @keyframes rise {
    from {
      translate: 0 40%;
      scale: 0.4;
      opacity: 0;
    }
  }
  .toolbar {
    position: relative;
  }
  .call-time {
    position: absolute;
    inset-inline-start: 16px;
    font-size: 14px;
    font-variant-numeric: tabular-nums;
    color: var(--_text-muted);
  }
  .more-menu {
    position: absolute;
    z-index: 4;
    inset-block-end: calc(100% + 8px);
    inset-inline: 8px;
    max-inline-size: 320px;
    max-block-size: calc(100cqb - 100px);
    margin-inline: auto;
    padding: 8px;
    overflow-y: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_background);
    box-shadow: 0 6px 28px rgb(0 0 0 / 0.24);
  }
  .menu-reactions,
  .menu-layouts {
    display: flex;
    gap: 2px;
  }
  .menu-reaction,
  .menu-layout,
  .menu-row {
    min-block-size: 44px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 10px;
    background: none;
    cursor: pointer;
  }
  .menu-reaction {
    flex: 1;
    font-size: 22px;
    line-height: 1;
  }
  .menu-row {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    padding-inline: 12px;
    font-weight: 550;
    text-align: start;
  }
  .menu-layout {
    flex: 1 1 0;
    min-inline-size: 0;
    padding-block: 6px;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 2px;
    font-size: 13px;
  }
  .menu-layout span {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .menu-reaction:hover,
  .menu-layout:hover,
  .menu-row:hover {
    background: var(--_raised);
  }
  .menu-layout[aria-pressed='true'],
  .menu-row[aria-pressed='true'] {
    background: color-mix(in srgb, var(--_accent) 18%, var(--_background));
    color: color-mix(in srgb, var(--_accent) 80%, var(--_text));
  }
  .menu-screenshare-menu {
    display: none;
  }
  /* There is no room for it beside the name; the mark is there, too. */
  @container (max-height: 170px) {
    .tile-paused {
      clip-path: inset(50%);
    }
  }
  @container (max-height: 110px) {
    .tile-corner {
      inset-block-start: 2px;
      inset-inline-end: 2px;
    }
    .tile .hand-mark {
      inline-size: 24px;
      block-size: 24px;
      font-size: 11px;
    }
    .tile:hover > .tile-corner > .tile-pin:not(:focus-visible, [aria-pressed='true']) {
      opacity: 0;
    }
    .reaction {
      inset-block-end: 20px;
    }
  }
  @container p2p-call (max-width: 767px) {
    .toolbar .call-time {
      display: none;
    }
  }
  @container p2p-call (max-width: 419px) {
    .menu-screenshare-menu {
      display: flex;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .reaction {
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    .tile.speaking::after {
      border-color: Highlight;
    }
    .tile-pin,
    .tile-quality,
    .menu-layout,
    .menu-row,
    .menu-reaction {
      border-color: ButtonText;
    }
    .menu-layout[aria-pressed='true'],
    .menu-row[aria-pressed='true'] {
      border-color: Highlight;
      border-width: 2px;
    }
  }
`;
