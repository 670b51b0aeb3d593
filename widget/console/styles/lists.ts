/** Lists: who waits, what was missed and left, and colleagues. */
import { css } from 'lit';

export const lists = css`
  .queue,
  .lists {
    display: flex;
    flex-direction: column;
    overflow: hidden;
  }
  .section-title {
    font-size: 15px;
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .queue > .section-title {
    padding: 12px 16px;
    border-block-end: 1px solid var(--_border);
  }
  .count {
    font-weight: 400;
    color: var(--_text-muted);
    font-variant-numeric: tabular-nums;
  }
  .rows,
  .list {
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .list {
    flex: 1;
    outline-offset: -2px;
  }
  .rows:focus {
    outline: none;
  }
  .row {
    display: flex;
    flex-direction: column;
    gap: 4px;
    padding: 12px 16px;
  }
  .row + .row,
  .colleague + .colleague {
    border-block-start: 1px solid var(--_border);
  }
  .row > .tag {
    align-self: flex-start;
  }
  .row-head {
    display: flex;
    align-items: baseline;
    gap: 10px;
  }
  .row-name {
    flex: 1;
    min-inline-size: 0;
    font-weight: 600;
  }
  .time {
    flex: none;
    font-size: 14px;
    color: var(--_text-muted);
    font-variant-numeric: tabular-nums;
  }
  .row .detail,
  .row .page,
  .contact {
    font-size: 14px;
  }
  .row-note,
  .message-text {
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .row-note {
    padding: 6px 10px;
    border-inline-start: 3px solid var(--_border);
    font-size: 14px;
    color: var(--_text-muted);
  }
  .row-actions {
    display: flex;
    gap: 8px;
    margin-block-start: 4px;
  }
  .row-actions:empty {
    display: none;
  }
  .row.leaving {
    flex-flow: row wrap;
    align-items: center;
    justify-content: space-between;
    color: var(--_text-muted);
  }
  .row audio {
    inline-size: 100%;
    block-size: 44px;
  }
  .row .text-button {
    align-self: flex-start;
  }
  .empty {
    padding: 16px;
  }
  .queue > .detail {
    padding: 8px 16px 12px;
    font-size: 14px;
  }
  .tabs {
    display: flex;
    flex: none;
    border-block-end: 1px solid var(--_border);
  }
  .tab {
    flex: 1 1 auto;
    min-block-size: 46px;
    padding: 8px 6px;
    border: 0;
    border-block-end: 3px solid transparent;
    background: none;
    font-size: 14px;
    font-weight: 600;
    color: var(--_text-muted);
    cursor: pointer;
    outline-offset: -3px;
  }
  .tab:hover {
    background: var(--_raised);
  }
  .tab[aria-selected='true'] {
    border-color: var(--_accent);
    color: var(--_text);
  }
  .colleague {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 52px;
    padding: 6px 16px;
  }
  .colleague-name {
    flex: 1;
    min-inline-size: 0;
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  .colleague-departments {
    display: block;
    font-size: 13px;
    font-weight: 400;
    color: var(--_text-muted);
  }
  .colleague-status {
    font-size: 14px;
    color: var(--_text-muted);
  }
  @media (forced-colors: active) {
    .tab[aria-selected='true'] {
      border-color: Highlight;
    }
  }
`;
