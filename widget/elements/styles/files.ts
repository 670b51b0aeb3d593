/** Files in the conversation, where they are dropped, and a picture that is looked at. */
import { css } from 'lit';

export const files = css`
  .attach {
    margin-inline-start: -6px;
    color: var(--_text-muted);
  }
  .file {
    display: flex;
    flex-direction: column;
    gap: 6px;
    inline-size: min(100%, 300px);
    padding: 10px 12px;
    border: 1px solid var(--_border);
    border-radius: 16px;
    border-start-start-radius: 5px;
    background: var(--_background);
  }
  .own .file {
    border-radius: 16px;
    border-start-end-radius: 5px;
    background: color-mix(in srgb, var(--_accent) 9%, var(--_background));
  }
  .file-head {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .file-head > .icon {
    inline-size: 22px;
    block-size: 22px;
    color: var(--_text-muted);
  }
  .file-what {
    flex: 1;
    min-inline-size: 0;
  }
  .file-name {
    display: inline-flex;
    max-inline-size: 100%;
    vertical-align: top;
    font-weight: 600;
    white-space: pre;
  }
  .file-stem {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .file-size,
  .file-status {
    display: block;
    font-size: 13px;
    color: var(--_text-muted);
  }
  .file-row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 2px;
  }
  .file-row > .icon-button {
    margin: -6px -6px -6px 0;
  }
  .file-row > .icon-button:dir(rtl) {
    margin: -6px 0 -6px -6px;
  }
  .file-row > .icon-button + .icon-button {
    margin-inline-start: 0;
  }
  .file-flow {
    flex: 1;
    min-inline-size: 0;
  }
  .file-status {
    unicode-bidi: plaintext;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .file-status.done {
    display: flex;
    align-items: center;
    gap: 5px;
  }
  .file-status .icon {
    color: color-mix(in srgb, var(--_accent) 80%, var(--_text));
  }
  .file-status.failed {
    color: light-dark(#a8172a, #ff9d9d);
  }
  .file-progress {
    display: block;
    appearance: none;
    inline-size: 100%;
    block-size: 6px;
    margin-block: 6px 4px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--_raised-hover);
  }
  .file-progress::-webkit-progress-bar {
    background: var(--_raised-hover);
  }
  .file-progress::-webkit-progress-value {
    background: var(--_accent);
  }
  .file-progress::-moz-progress-bar {
    background: var(--_accent);
  }
  .file-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .file-actions > .text-button {
    flex: 1;
  }
  .file-shares {
    display: flex;
    flex-direction: column;
    gap: 8px;
    list-style: none;
  }
  .file-shares > li {
    padding-block-start: 8px;
    border-block-start: 1px solid var(--_border);
  }
  .file-person {
    display: block;
    font-size: 13px;
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .file-picture {
    display: grid;
    place-items: center;
    min-block-size: 44px;
    margin: -6px -8px 0;
    padding: 0;
    border: 0;
    border-radius: 11px;
    overflow: hidden;
    background: var(--_raised);
    cursor: zoom-in;
  }
  .file-picture > canvas {
    display: block;
    max-inline-size: 100%;
    max-block-size: 220px;
  }
  .drop-zone {
    position: absolute;
    inset: 8px;
    z-index: 3;
    display: grid;
    place-items: center;
    padding: 16px;
    border: 3px dashed var(--_accent);
    border-radius: 14px;
    background: color-mix(in srgb, var(--_background) 94%, transparent);
    pointer-events: none;
  }
  .drop-text {
    display: flex;
    align-items: center;
    gap: 10px;
    font-size: 17px;
    font-weight: 650;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .picture-viewer {
    inline-size: 100dvw;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: #101216;
    color: #ffffff;
  }
  .picture-viewer[open] {
    display: flex;
    flex-direction: column;
  }
  .picture-bar {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 8px;
  }
  .picture-name {
    flex: 1;
    min-inline-size: 0;
    padding-inline: 8px;
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .picture-bar > .text-button,
  .picture-bar > .icon-button {
    background: #23262d;
    color: #ffffff;
    border-color: #4a4f59;
  }
  .picture-large {
    flex: 1;
    display: grid;
    place-items: center;
    min-block-size: 0;
    padding: 0 8px 8px;
  }
  .picture-large > canvas {
    max-inline-size: 100%;
    max-block-size: calc(100dvh - 68px);
  }
  @media (forced-colors: active) {
    .file-progress {
      appearance: auto;
    }
  }
`;
