/** The grid of participants, or the people beside a shared screen: it always fills the stage and never scrolls. */
import { css } from 'lit';

const counts = [1, 2, 3, 4, 5, 6, 7, 8];
const columns = counts.map(
  (count) => css`
    .tiles[data-columns='${count}'] {
      --_columns: ${count};
    }
  `,
);
const rows = counts.map(
  (count) => css`
    .tiles[data-rows='${count}'] {
      --_rows: ${count};
    }
  `,
);
/** Hues that stay apart from each other, also for most people who do not see red or green. */
const hues = [172, 214, 262, 318, 14, 38, 92, 242];
const avatars = hues.map(
  (hue, index) => css`
    .avatar[data-color='${index}'] {
      --_hue: ${hue};
    }
  `,
);

const base = css`
  .tiles {
    position: absolute;
    inset: 0;
    display: flex;
    flex-wrap: wrap;
    align-content: center;
    justify-content: center;
    gap: var(--_tile-gap);
    padding: var(--_tile-gap);
  }
  .tile {
    position: relative;
    inline-size: calc((100% - (var(--_columns) - 1) * var(--_tile-gap)) / var(--_columns));
    block-size: calc((100% - (var(--_rows) - 1) * var(--_tile-gap)) / var(--_rows));
    overflow: hidden;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_tile);
    container-type: size;
  }
  .tile.corner {
    position: absolute;
    z-index: 1;
    inset-block-end: calc(var(--_tile-gap) * 2);
    inset-inline-end: calc(var(--_tile-gap) * 2);
    inline-size: clamp(88px, 22%, 220px);
    block-size: auto;
    aspect-ratio: 4 / 3;
    box-shadow: 0 2px 14px rgb(0 0 0 / 0.28);
    outline: 2px solid color-mix(in srgb, var(--_background) 70%, transparent);
  }
  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    transition: opacity 0.2s;
  }
  video:not([data-live]) {
    opacity: 0;
  }
  .local video:not([data-rear]),
  video.local:not([data-rear]) {
    scale: -1 1;
  }
  .faded video {
    filter: saturate(0.4) brightness(0.7);
  }
  .tile-screen video {
    object-fit: contain;
  }
  .tile-screen {
    background: light-dark(#dfe4ea, #000000);
  }
  .screen-icon {
    font-size: clamp(20px, 12cqmin, 44px);
    color: var(--_text-muted);
  }
  .tiles[data-stage] {
    --_strip: clamp(104px, 20cqi, 208px);
    flex-flow: column nowrap;
    align-items: flex-end;
  }
  .tiles[data-stage] .tile {
    flex: 0 1 calc(var(--_strip) * 0.75);
    min-block-size: 0;
    inline-size: var(--_strip);
    block-size: auto;
  }
  .tiles[data-stage] .tile.focused {
    position: absolute;
    inset: var(--_tile-gap);
    inset-inline-end: calc(var(--_strip) + 2 * var(--_tile-gap));
    inline-size: auto;
  }
  .placeholder {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
  }
  .avatar {
    display: grid;
    place-items: center;
    inline-size: clamp(40px, 36cqmin, 128px);
    aspect-ratio: 1;
    border-radius: 50%;
    font-size: clamp(15px, 13cqmin, 46px);
    font-weight: 600;
    letter-spacing: 0.01em;
    background: light-dark(hsl(var(--_hue) 48% 84%), hsl(var(--_hue) 34% 27%));
    color: light-dark(hsl(var(--_hue) 60% 21%), hsl(var(--_hue) 70% 88%));
  }
  .name {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 8px;
    display: flex;
    align-items: center;
    gap: 6px;
    max-inline-size: calc(100% - 16px);
    padding: 3px 9px;
    border-radius: 8px;
    font-size: 13px;
    font-weight: 550;
    background: rgb(16 18 22 / 0.72);
    color: #ffffff;
  }
  .name-text {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .muted-mark {
    display: grid;
    font-size: 11px;
    color: #ffb4ab;
  }
  .tile-status {
    position: absolute;
    inset-block-start: 8px;
    inset-inline: 8px;
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: fit-content;
    max-inline-size: calc(100% - 16px);
    padding: 3px 10px;
    border-radius: 8px;
    font-size: 13px;
    background: rgb(16 18 22 / 0.72);
    color: #ffffff;
  }
  .corner .name {
    inset-block-end: 4px;
    inset-inline-start: 4px;
    padding: 1px 7px;
    font-size: 12px;
  }
  @container (max-height: 110px) {
    .tile .avatar {
      inline-size: 32px;
      font-size: 13px;
      margin-block-end: 18px;
    }
    .tile .name {
      inset-block-end: 3px;
      inset-inline-start: 3px;
      max-inline-size: calc(100% - 6px);
      padding: 0 6px;
      font-size: 12px;
    }
    .tile-status {
      inset-block-start: 3px;
      inset-inline: 3px;
      padding: 4px;
      font-size: 0;
      gap: 0;
    }
    .tile-status .spinner {
      inline-size: 14px;
      block-size: 14px;
    }
  }
  @container p2p-call (max-width: 560px) {
    .tiles[data-stage] {
      --_strip: clamp(72px, 18cqb, 120px);
      flex-flow: row nowrap;
    }
    .tiles[data-stage] .tile {
      flex: 0 1 calc(var(--_strip) * 1.33);
      min-inline-size: 0;
      inline-size: auto;
      block-size: var(--_strip);
    }
    .tiles[data-stage] .tile.focused {
      inset: var(--_tile-gap);
      inset-block-end: calc(var(--_strip) + 2 * var(--_tile-gap));
      block-size: auto;
    }
    .tiles[data-stage='crowded'] {
      --_strip: calc(2 * 56px + var(--_tile-gap));
      flex-wrap: wrap;
      align-content: flex-end;
    }
    .tiles[data-stage='crowded'] .tile:not(.focused) {
      flex: none;
      inline-size: calc((100% - 4 * var(--_tile-gap)) / 5);
      block-size: 56px;
    }
  }
  @container p2p-call (max-width: 420px) {
    .tile.corner {
      inline-size: clamp(84px, 30%, 128px);
      aspect-ratio: 3 / 4;
    }
  }
  @media (forced-colors: active) {
    .tile {
      border: 1px solid CanvasText;
    }
  }
`;

export const tiles = [base, ...columns, ...rows, ...avatars];
