/** What the console does not need to be open, as it is loaded: the own call, the messages and the settings, with their style sheets. */
import { css } from 'lit';
import { switches } from '../elements/styles/switches.ts';
import { callCard } from './styles/call-card.ts';
import { settings as settingsStyles } from './styles/settings.ts';

export { MessageBox } from './message-box.ts';
export { messages } from './messages.ts';
export { ownCall } from './own-call.ts';
export { OwnCallControl } from './own-call-control.ts';
export { settings } from './settings.ts';
export { transferDialog } from './transfer-dialog.ts';

export const styles = css`
  ${callCard}
  ${switches}
  ${settingsStyles}
`;
