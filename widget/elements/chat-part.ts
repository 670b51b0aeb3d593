/** The chat panel with its style sheet, as it is loaded. */
export { chat } from './chat.ts';
export { chat as styles } from './styles/chat.ts';
