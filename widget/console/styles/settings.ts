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
  .switch {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 56px;
    padding: 6px 0;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .switch-text {
    flex: 1;
    font-weight: 550;
  }
  .switch-detail {
    display: block;
    font-size: 13px;
    line-height: 1.3;
    font-weight: 400;
    color: var(--_text-muted);
  }
  .switch-track {
    flex: none;
    inline-size: 42px;
    block-size: 24px;
    padding: 3px;
    border: 1px solid color-mix(in srgb, var(--_text) 55%, var(--_background));
    border-radius: 12px;
  }
  .switch-track::before {
    content: '';
    display: block;
    inline-size: 16px;
    block-size: 16px;
    border: 8px solid color-mix(in srgb, var(--_text) 55%, var(--_background));
    border-radius: 50%;
  }
  .switch[aria-checked='true'] .switch-track {
    border-color: var(--_accent);
    background: var(--_accent);
  }
  .switch[aria-checked='true'] .switch-track::before {
    margin-inline-start: auto;
    border-color: var(--_accent-text);
  }
  .switch[aria-busy] {
    cursor: progress;
  }
  .switch[aria-busy] .switch-track {
    opacity: 0.55;
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
