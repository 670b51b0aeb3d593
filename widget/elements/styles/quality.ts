/** The panel of the connection: a narrow table over the stage. */
import { css } from 'lit';

export const quality = css`
  .quality-panel {
    position: absolute;
    z-index: 4;
    inset-block-end: calc(100% + 8px);
    inset-inline: 8px;
    max-inline-size: 400px;
    max-block-size: calc(100cqb - 100px);
    margin-inline: auto;
    display: flex;
    flex-direction: column;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_background);
    box-shadow: 0 6px 28px rgb(0 0 0 / 0.24);
  }
  .quality-body {
    min-block-size: 0;
    padding: 12px 16px 16px;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .quality-body:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
    border-radius: 0 0 13px 13px;
  }
  .quality-table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 14px;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }
  .field + .quality-table {
    margin-block-start: 8px;
  }
  .quality-table tr + tr {
    border-block-start: 1px solid var(--_border);
  }
  .quality-table th,
  .quality-table td {
    padding-block: 6px;
    vertical-align: top;
    text-align: start;
  }
  .quality-table th {
    inline-size: 45%;
    padding-inline-end: 12px;
    font-weight: 400;
    color: var(--_text-muted);
  }
  .quality-table td {
    overflow-wrap: anywhere;
  }
  .quality-actions {
    margin-block-start: 12px;
  }
  /* Beside the faces that it is about. */
  @container p2p-call (min-width: 640px) {
    .quality-panel {
      inset-inline-end: 12px;
      margin-inline-end: 0;
    }
  }
`;
