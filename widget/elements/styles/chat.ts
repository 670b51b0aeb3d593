/** The chat: messages and the field to write one. */
import { css } from 'lit';

export const chat = css`
  .chat {
    min-inline-size: 0;
  }
  .messages {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 12px;
  }
  .messages:focus-visible {
    outline-offset: -2px;
  }
  .chat-empty {
    padding: 12px;
    text-align: center;
    font-size: 14px;
    color: var(--_text-muted);
    text-wrap: balance;
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    margin-block-start: 12px;
  }
  .message:first-child {
    margin-block-start: 0;
  }
  .message.own {
    align-items: flex-end;
  }
  .message.continued {
    margin-block-start: 3px;
  }
  .message-head {
    display: flex;
    gap: 8px;
    max-inline-size: 100%;
    padding: 0 4px 3px;
    font-size: 12.5px;
    color: var(--_text-muted);
  }
  .message-name {
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .bubble {
    text-align: start;
    max-inline-size: 88%;
    padding: 8px 12px;
    border-radius: 16px;
    border-start-start-radius: 5px;
    background: var(--_raised);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .own .bubble {
    border-radius: 16px;
    border-start-end-radius: 5px;
    background: var(--_accent);
    color: var(--_accent-text);
  }
  .bubble a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .earlier {
    margin-block-end: 16px;
    padding-block-end: 12px;
    border-block-end: 1px solid var(--_border);
  }
  .earlier-head {
    margin-block-end: 12px;
    text-align: center;
    font-size: 12.5px;
    color: var(--_text-muted);
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .earlier + .message {
    margin-block-start: 0;
  }
  .typing {
    min-block-size: 22px;
    padding-inline: 14px;
    font-size: 12.5px;
    line-height: 20px;
    color: var(--_text-muted);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .composer {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: 4px;
    padding: 8px 6px 8px 10px;
    border-block-start: 1px solid var(--_border);
  }
  .composer:dir(rtl) {
    padding: 8px 10px 8px 6px;
  }
  .chat-problem {
    flex: 1 0 100%;
    padding-inline: 4px;
    font-size: 13.5px;
    color: light-dark(#a8172a, #ff9d9d);
  }
  .chat-input {
    flex: 1;
    inline-size: auto;
    min-inline-size: 0;
    resize: none;
  }
  .chat-input:placeholder-shown {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .send {
    color: color-mix(in srgb, var(--_accent) 85%, var(--_text));
  }
  .send:dir(rtl) .icon {
    scale: -1 1;
  }
`;
