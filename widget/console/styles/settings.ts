/** What can be set: a small sheet below the bar. */
import { css } from 'lit';

export const settings = css`
  .settings {
    position: absolute;
    inset-block-start: 60px;
    inset-inline-end: 8px;
    z-index: 2;
    display: flex;
    flex-direction: column;
    gap: 10px;
    inline-size: min(360px, 100% - 16px);
    max-block-size: calc(100% - 76px);
    padding: 4px 16px 16px;
    overflow-y: auto;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_background);
    box-shadow: 0 8px 30px rgb(0 0 0 / 0.24);
  }
  .settings-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-inline-end: -10px;
  }
  .settings .text-button {
    align-self: flex-start;
  }
  .volume {
    display: flex;
    flex-direction: column;
    font-weight: 550;
  }
  .volume input {
    inline-size: 100%;
    block-size: 44px;
    margin: 0;
    accent-color: var(--_accent);
  }
  kbd {
    padding: 1px 7px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    font: inherit;
    font-size: 13px;
    background: var(--_raised);
  }
`;
