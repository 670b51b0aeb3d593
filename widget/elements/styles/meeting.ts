/** The card by which two people meet without a server. */
import { css } from 'lit';

export const meeting = css`
  .meeting {
    inline-size: min(440px, 100%);
    max-block-size: 100%;
    overflow-y: auto;
  }
  .meeting-choice,
  .meeting-row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 8px;
  }
  .meeting-choice .text-button {
    flex: 1 1 auto;
  }
  .meeting-label {
    margin-block-start: 8px;
    font-weight: 600;
  }
  .meeting textarea {
    flex: none;
    block-size: 52px;
    min-inline-size: 0;
    resize: none;
    font:
      13px / 1.4 ui-monospace,
      monospace;
    overflow-wrap: anywhere;
  }
  .meeting-row {
    align-items: stretch;
    margin-block-start: 4px;
  }
  .meeting .meeting-own {
    flex: 1 1 180px;
  }
  .meeting [part~='button-back'] {
    align-self: start;
  }
  .meeting-theirs {
    margin-block-start: 4px;
  }
  .meeting-fault:empty {
    display: none;
  }
  .meeting-fault {
    margin-block-start: 6px;
    color: var(--_danger-text, var(--_danger));
    font-weight: 600;
  }
`;
