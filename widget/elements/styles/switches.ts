/** A switch with a text and a line below it; the whole of it is pressed. */
import { css } from 'lit';

export const switches = css`
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
`;
