/** The window of its own: dark like a video player, whatever the page is. Has nothing of the element's style sheet. */
import { css } from 'lit';

export const picture = css`
  * {
    box-sizing: border-box;
  }
  body {
    display: flex;
    flex-direction: column;
    block-size: 100vh;
    margin: 0;
    background: #0c0d10;
    color: #f1f3f6;
    font:
      400 14px/1.4 system-ui,
      sans-serif;
  }
  main {
    display: grid;
    flex: 1;
    grid-auto-rows: 1fr;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: 4px;
    min-block-size: 0;
  }
  .seat {
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: 0;
    overflow: hidden;
    background: #1d2027;
  }
  .avatar {
    display: grid;
    place-items: center;
    inline-size: 64px;
    aspect-ratio: 1;
    border-radius: 50%;
    font-size: 24px;
    background: #38404d;
  }
  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .whole video {
    object-fit: contain;
  }
  video:not([data-live]) {
    opacity: 0;
  }
  .seat-name {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-start: 6px;
    max-inline-size: calc(100% - 12px);
    padding: 1px 8px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    border-radius: 8px;
    background: rgb(16 18 22 / 0.72);
  }
  .bar {
    display: flex;
    justify-content: center;
    gap: 10px;
    padding: 6px;
  }
  .button {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: #2d323c;
    color: inherit;
    cursor: pointer;
  }
  .button:hover {
    background: #454c59;
  }
  .button.off {
    background: #f1f3f6;
    color: #0c0d10;
  }
  .button.danger {
    background: #c8283b;
    color: #ffffff;
  }
  .button-leave .icon {
    rotate: 135deg;
  }
  .button:focus-visible {
    outline: 2px solid #4fd1c0;
    outline-offset: 2px;
  }
  .badge {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    inline-size: 20px;
    border-radius: 10px;
    font-weight: 700;
    text-align: center;
    background: #fbbf24;
    color: #271a00;
  }
  .icon {
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  @media (forced-colors: active) {
    .button {
      border-color: ButtonText;
    }
  }
`;
