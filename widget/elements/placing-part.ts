/** Calls that do not stand in the text of the page, with their style sheet, as they are loaded. */
export { connectButton } from './call-button.ts';
export { place } from './placing.ts';
export { launcher as styles } from './styles/launcher.ts';
