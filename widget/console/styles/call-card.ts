/** The own call with its card, and the dialog in which it is handed over. */
import { css } from 'lit';

export const callCard = css`
  .own {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 540px;
  }
  .call-box {
    display: flex;
    flex: 1 1 360px;
    /* As small as a call can be. */
    min-block-size: 360px;
  }
  .call {
    --p2p-call-width: 100%;
    --p2p-call-height: 100%;
    --p2p-call-radius: 0px;
    flex: 1;
  }
  .call::part(panel) {
    border: 0;
  }
  .call-card {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    gap: 10px;
    min-block-size: 180px;
    padding: 12px 16px 16px;
    overflow-y: auto;
    border-block-start: 1px solid var(--_border);
    outline-offset: -2px;
  }
  .call-card > * {
    flex: none;
  }
  .card-head {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .card-title {
    flex: 1;
    min-inline-size: 0;
  }
  .card-title h2 {
    font-size: 17px;
    font-weight: 650;
    line-height: 1.3;
  }
  .held {
    overflow-wrap: anywhere;
    padding: 8px 12px;
    border-radius: 12px;
    font-size: 14px;
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .call-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .call-actions .danger {
    margin-inline-start: auto;
  }
  .call-actions .danger .icon {
    rotate: 135deg;
  }
  .note {
    display: flex;
    flex-direction: column;
    gap: 4px;
  }
  .note-head {
    display: flex;
    justify-content: space-between;
    font-size: 14px;
    font-weight: 600;
  }
  .note-state {
    font-weight: 400;
    color: var(--_text-muted);
  }
  .note-state[data-state='failed'] {
    color: light-dark(#a8172a, #ff9d9d);
  }
  .note .input {
    resize: vertical;
  }
  .transfer {
    inline-size: min(440px, 100% - 24px);
    max-block-size: calc(100dvb - 48px);
    padding: 18px;
    overflow-y: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_background);
    color: var(--_text);
  }
  .transfer::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  .transfer h3 {
    margin-block: 16px 4px;
  }
  .transfer .empty {
    padding-inline: 0;
  }
  .transfer > .text-button {
    margin-block-start: 16px;
  }
  .choices {
    display: flex;
    flex-direction: column;
    gap: 6px;
  }
  .choice {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 48px;
    padding: 8px 14px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    background: var(--_background);
    text-align: start;
    cursor: pointer;
  }
  .choice:hover:not([aria-disabled]) {
    background: var(--_raised);
  }
  .choice[aria-disabled] {
    color: var(--_text-muted);
    cursor: default;
    border-style: dashed;
  }
  .choice-name {
    min-inline-size: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .choice-state {
    flex: none;
    font-size: 14px;
    color: var(--_text-muted);
  }
  /* Beside each other where there is room for both. */
  @container p2p-call (min-width: 1500px) {
    .own {
      flex-direction: row;
      min-block-size: 0;
    }
    .call-card {
      flex: 0 0 340px;
      border-block-start: 0;
      border-inline-start: 1px solid var(--_border);
    }
  }
  @container p2p-call (max-width: 719px) {
    .call-box {
      flex: none;
      block-size: 420px;
    }
    .call-card {
      overflow: visible;
    }
  }
  @container p2p-call (max-width: 479px) {
    .call-actions .text-button {
      flex: 1 1 auto;
    }
  }
`;
