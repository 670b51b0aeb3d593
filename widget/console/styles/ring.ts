/** The card of a call that rings: above everything, in every box. */
import { css } from 'lit';

export const ring = css`
  .rings {
    display: flex;
    flex: none;
    flex-direction: column;
    max-block-size: 60%;
    overflow-y: auto;
  }
  .ring {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    padding: 12px 16px;
    border-block-end: 2px solid var(--_accent);
    background: color-mix(in srgb, var(--_accent) 12%, var(--_background));
  }
  .ring .picture {
    inline-size: 52px;
    font-size: 19px;
    animation: call 1.5s ease-in-out infinite;
  }
  @keyframes call {
    50% {
      box-shadow: 0 0 0 7px color-mix(in srgb, var(--_accent) 30%, transparent);
    }
  }
  .ring-text {
    flex: 1 1 200px;
    min-inline-size: 0;
  }
  .ring-name {
    font-size: 18px;
    font-weight: 650;
  }
  .ring .page {
    font-size: 14px;
  }
  .ring-actions {
    display: flex;
    gap: 10px;
  }
  .ring-actions .secondary {
    background: var(--_background);
  }
  .ring-actions .text-button {
    min-block-size: 48px;
    border-radius: 24px;
    padding-inline: 22px;
  }
  .countdown {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    font-size: 14px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .countdown svg {
    position: absolute;
    inset: 0;
    rotate: -90deg;
    fill: none;
    stroke-width: 3;
  }
  .countdown-track {
    stroke: color-mix(in srgb, var(--_accent) 25%, transparent);
  }
  .countdown-left {
    stroke: var(--_accent);
  }
  .picture {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    aspect-ratio: 1;
    border-radius: 50%;
    font-size: 15px;
    font-weight: 600;
    background: light-dark(hsl(var(--_hue) 48% 84%), hsl(var(--_hue) 34% 27%));
    color: light-dark(hsl(var(--_hue) 60% 21%), hsl(var(--_hue) 70% 88%));
  }
  .who {
    overflow-wrap: anywhere;
  }
  .verified {
    display: inline-grid;
    margin-inline-start: 5px;
    vertical-align: -0.2em;
    font-size: 14px;
    color: color-mix(in srgb, var(--_accent) 80%, var(--_text));
  }
  .topic {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    overflow-wrap: anywhere;
  }
  .page {
    overflow: hidden;
    text-overflow: ellipsis;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .host {
    color: var(--_text-muted);
  }
  .facts {
    display: flex;
    flex-direction: column;
    gap: 2px;
    font-size: 14px;
  }
  .fact {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    min-inline-size: 0;
  }
  .fact dt {
    color: var(--_text-muted);
    overflow-wrap: anywhere;
  }
  .fact dd {
    min-inline-size: 0;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  @container p2p-call (max-width: 479px) {
    .ring-text {
      flex-basis: 140px;
    }
    .ring-actions {
      flex: 1 0 100%;
    }
    .ring-actions .text-button {
      flex: 1;
      padding-inline: 8px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .ring .picture {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .ring {
      border: 2px solid Highlight;
    }
  }
`;
