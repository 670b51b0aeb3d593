/** The frame: header, stage, chat and toolbar, and how they share the box. */
import { css } from 'lit';

export const panel = css`
  .panel {
    container: p2p-call / size;
    display: flex;
    flex-direction: column;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 360px;
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_background);
    border: 1px solid var(--_border);
  }
  .header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 10px 16px;
    border-block-end: 1px solid var(--_border);
  }
  .body {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
  }
  .stage {
    position: relative;
    flex: 1;
    min-inline-size: 0;
    background: var(--_stage);
    outline: none;
  }
  .screen {
    position: absolute;
    inset: 0;
    overflow: auto;
    display: grid;
    place-items: safe center;
    padding: 20px;
    background: var(--_background);
  }
  .card {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 10px;
    max-inline-size: 400px;
    text-align: center;
  }
  .card .text-button {
    margin-block-start: 14px;
  }
  .card-icon {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    font-size: 20px;
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .title {
    font-size: 20px;
    line-height: 1.25;
    font-weight: 650;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .detail {
    color: var(--_text-muted);
    text-wrap: pretty;
  }
  .banners {
    position: absolute;
    inset: 0 0 auto;
    max-block-size: 100%;
    padding: 12px;
    overflow: hidden auto;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    pointer-events: none;
  }
  .banner {
    display: flex;
    align-items: center;
    gap: 10px;
    max-inline-size: min(100%, 560px);
    padding: 9px 14px;
    border-radius: 12px;
    font-size: 14px;
    line-height: 1.35;
    background: var(--_warning-background);
    color: var(--_warning-text);
    box-shadow: 0 2px 10px rgb(0 0 0 / 0.16);
    pointer-events: auto;
  }
  .banner.quiet {
    background: var(--_background);
    color: var(--_text);
  }
  .banner-actions {
    display: flex;
    flex: none;
    gap: 8px;
    margin: -4px -8px -4px auto;
  }
  .banner-actions:dir(rtl) {
    margin: -4px auto -4px -8px;
  }
  .banner-actions .text-button {
    padding-inline: 14px;
  }
  .banner .icon-button {
    margin: -6px -8px -6px 0;
  }
  .note {
    position: absolute;
    inset: auto 12px 12px;
    display: flex;
    justify-content: center;
    pointer-events: none;
  }
  .hear {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    background: rgb(0 0 0 / 0.45);
  }
  @container p2p-call (max-width: 420px) {
    .screen {
      padding: 14px;
    }
    .banner.acting {
      flex-wrap: wrap;
    }
    .acting .banner-text {
      flex: 1 1 140px;
    }
    .banner-actions {
      order: 1;
      margin-block: 0;
    }
    .note {
      inset: auto 8px 8px;
    }
  }
  @media (forced-colors: active) {
    .panel,
    .question,
    .banner {
      border: 1px solid CanvasText;
    }
  }
`;
