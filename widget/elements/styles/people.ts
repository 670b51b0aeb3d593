/** The panel of the people: rows of 44 px and more, switches, and questions. */
import { css } from 'lit';

export const people = css`
  .people-body {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 4px 8px 12px 16px;
  }
  .people-body:dir(rtl) {
    padding: 4px 16px 12px 8px;
  }
  .people-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 44px;
  }
  .people h3 {
    margin: 0;
    font-size: 13px;
    font-weight: 650;
    color: var(--_text-muted);
  }
  .count {
    font-weight: 400;
  }
  .people ul {
    list-style: none;
  }
  .people ul:focus {
    outline: none;
  }
  .waiting-list {
    padding-block-end: 8px;
    border-block-end: 1px solid var(--_border);
  }
  .person {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
    min-block-size: 52px;
    padding-block: 4px;
  }
  .person-picture {
    flex: none;
    display: grid;
    inline-size: 36px;
    block-size: 36px;
    container-type: size;
  }
  .person-picture .avatar {
    inline-size: 36px;
    font-size: 14px;
  }
  .person-name {
    flex: 1 1 96px;
    min-inline-size: 0;
    font-weight: 550;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  .person-role {
    display: block;
    font-size: 13px;
    line-height: 1.2;
    font-weight: 400;
    color: var(--_text-muted);
  }
  .person-actions {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-inline-start: auto;
  }
  .people .button {
    inline-size: 44px;
    block-size: 44px;
  }
  .people .text-button {
    padding-inline: 12px;
  }
  .person-mark {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    color: var(--_text-muted);
  }
  .recording-mark {
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 44px;
    color: var(--_danger);
  }
  .recording-mark .icon {
    fill: currentColor;
  }
  .question,
  .people-problem {
    flex: 1 0 100%;
    margin-block: 4px 8px;
    padding: 10px 12px;
    border-radius: 12px;
    font-size: 14px;
    line-height: 1.4;
  }
  .question {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    background: var(--_raised);
  }
  .question p {
    flex: 1 0 100%;
  }
  .question .text-button {
    flex: 1;
  }
  .question .secondary {
    background: var(--_background);
  }
  .people-problem {
    display: flex;
    gap: 10px;
    background: var(--_warning-background);
    color: var(--_warning-text);
  }
  .switch {
    padding-inline-end: 8px;
  }
  .people-list + .switch {
    margin-block-start: 8px;
    border-block-start: 1px solid var(--_border);
  }
  .people-end {
    padding-block-start: 8px;
  }
  .people-end > .text-button {
    inline-size: 100%;
    color: light-dark(#a8172a, #ff9d9d);
  }
`;
