/** `<p2p-call-button>`, which shares no tree with a call: colours have their defaults here, too. */
import { css } from 'lit';

export const callButton = css`
  :host {
    display: inline-block;
  }
  :host([hidden]) {
    display: none;
  }
  button {
    min-inline-size: 44px;
    min-block-size: 44px;
    padding: 8px 18px;
    border: 1px solid transparent;
    border-radius: 22px;
    font: inherit;
    font-weight: 600;
    background: var(--p2p-call-accent, light-dark(#0b6b64, #4fd1c0));
    color: var(--p2p-call-accent-text, light-dark(#ffffff, #04211d));
    cursor: pointer;
  }
  button:hover {
    filter: brightness(0.94);
  }
  button:focus-visible {
    outline: 2px solid var(--p2p-call-accent, light-dark(#0b6b64, #4fd1c0));
    outline-offset: 2px;
  }
  button:disabled {
    opacity: 0.6;
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
  }
`;
