/** The frame: the bar, lines, and the three columns, of which narrow boxes make one. */
import { css } from 'lit';

export const frame = css`
  :host {
    inline-size: var(--p2p-call-width, 100%);
    block-size: var(--p2p-call-height, 720px);
  }
  .panel {
    container: p2p-call / size;
    position: relative;
    display: flex;
    flex-direction: column;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 420px;
    overflow: hidden;
    border-radius: var(--_radius);
    border: 1px solid var(--_border);
    background: var(--_stage);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 8px 12px;
    border-block-end: 1px solid var(--_border);
    background: var(--_background);
  }
  .connection {
    display: flex;
    flex: 1 1 0;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    font-size: 14px;
    color: var(--_text-muted);
    white-space: nowrap;
    overflow: hidden;
  }
  .connection > span:last-child {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .bar .button {
    flex: none;
    inline-size: 44px;
    block-size: 44px;
  }
  .bar .button.off {
    background: none;
    color: var(--_text-muted);
  }
  .status {
    position: relative;
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
  }
  .status .tag {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .status-select {
    min-block-size: 44px;
    padding: 8px 14px;
    padding-inline-start: 32px;
    border: 1px solid color-mix(in srgb, var(--_text) 45%, var(--_background));
    border-radius: 22px;
    background: var(--_background);
    color: var(--_text);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .status > .status-dot {
    position: absolute;
    inset-inline-start: 14px;
    pointer-events: none;
  }
  .status-dot {
    --_dot: var(--_text-muted);
    flex: none;
    inline-size: 11px;
    block-size: 11px;
    border: 2px solid var(--_dot);
    border-radius: 50%;
  }
  [data-status='available'] .status-dot {
    --_dot: light-dark(#15803d, #4ade80);
    background: var(--_dot);
  }
  [data-status='busy'] .status-dot,
  [data-status='in-call'] .status-dot {
    --_dot: light-dark(#b45309, #fbbf24);
    background: var(--_dot);
  }
  .tag {
    display: inline-block;
    padding: 1px 9px;
    border-radius: 10px;
    font-size: 13px;
    line-height: 1.5;
    background: var(--_raised);
    overflow-wrap: anywhere;
  }
  .lines {
    display: flex;
    flex-direction: column;
    max-block-size: 40%;
    overflow-y: auto;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    min-block-size: 44px;
    padding: 4px 16px;
    font-size: 14px;
    line-height: 1.35;
    background: var(--_background);
    border-block-end: 1px solid var(--_border);
  }
  .line.wrong {
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .line .text-button.secondary:not(:hover) {
    background: var(--_background);
    color: var(--_text);
  }
  .line-text {
    flex: 1 1 180px;
    padding-block: 6px;
    overflow-wrap: anywhere;
  }
  .line-actions {
    display: flex;
    gap: 8px;
  }
  .columns {
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) 320px 340px;
    gap: 12px;
    padding: 12px;
  }
  .work,
  .queue,
  .lists {
    min-inline-size: 0;
    min-block-size: 0;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_background);
  }
  .work {
    display: flex;
    flex-direction: column;
    overflow: auto;
  }
  .idle {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 10px;
    max-inline-size: 520px;
    margin: auto;
    padding: 24px;
    text-align: center;
    outline: none;
  }
  .idle .text-button {
    margin-block-start: 8px;
  }
  .idle-icon {
    display: grid;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    border-radius: 50%;
    font-size: 22px;
    background: var(--_raised);
    color: var(--_text-muted);
  }
  .idle-icon[data-status='available'] {
    background: color-mix(in srgb, var(--_accent) 18%, var(--_background));
    color: color-mix(in srgb, var(--_accent) 80%, var(--_text));
  }
  .title {
    font-size: 20px;
    line-height: 1.25;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .detail,
  .empty {
    color: var(--_text-muted);
    text-wrap: pretty;
  }
  .wrong-text {
    padding: 8px 12px;
    border-radius: 12px;
    font-size: 14px;
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .loading {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 12px;
    padding: 20px;
    text-align: center;
    color: var(--_text-muted);
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, auto));
    gap: 8px;
    margin: 20px 0 0;
  }
  .figure {
    display: flex;
    flex-direction: column-reverse;
    min-inline-size: 84px;
    padding: 10px 12px;
    border-radius: 12px;
    background: var(--_stage);
  }
  .figure dt {
    font-size: 13px;
    color: var(--_text-muted);
  }
  .figure dd {
    margin: 0;
    font-size: 22px;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  h3 {
    margin: 0;
    font-size: 13px;
    font-weight: 650;
    color: var(--_text-muted);
  }
  dl,
  dd {
    margin: 0;
  }
  ul {
    list-style: none;
  }
  a {
    color: color-mix(in srgb, var(--_accent) 80%, var(--_text));
    overflow-wrap: anywhere;
  }
  @container p2p-call (max-width: 1079px) {
    .columns {
      grid-template: minmax(0, 1fr) minmax(0, 1fr) / minmax(0, 1fr) 320px;
    }
    .work {
      grid-row: span 2;
    }
  }
  /* One below the other, and all of it moves; what rings stays where it is. */
  @container p2p-call (max-width: 719px) {
    .columns {
      display: flex;
      flex-direction: column;
      padding: 8px;
      gap: 8px;
      overflow-y: auto;
    }
    .columns > * {
      flex: none;
    }
    .work,
    .work > .own {
      overflow: visible;
    }
    .bar {
      padding: 6px 8px;
    }
    .idle {
      padding: 16px;
    }
    .idle-icon {
      display: none;
    }
    .figures {
      margin-block-start: 8px;
    }
  }
  @container p2p-call (max-width: 479px) {
    .bar {
      flex-wrap: wrap;
      row-gap: 4px;
    }
    .status {
      flex: 1;
    }
    /* The call is right below. */
    .status > .tag,
    .connection:not(:has(.spinner)) {
      display: none;
    }
    .connection {
      order: 1;
      flex-basis: 100%;
    }
    .connection + .button {
      margin-inline-start: auto;
    }
    .figures {
      grid-template-columns: 1fr 1fr;
      inline-size: 100%;
    }
    .figure {
      min-inline-size: 0;
    }
  }
  @media (forced-colors: active) {
    .status-dot,
    .tag,
    .figure,
    .idle-icon,
    .picture {
      border: 1px solid CanvasText;
    }
  }
`;
