/** The style sheet of the console as it opens, in the order of the cascade. Colours, buttons and fields are those of the call. */
import { controls } from '../../elements/styles/controls.ts';
import { tokens } from '../../elements/styles/tokens.ts';
import { frame } from './frame.ts';
import { hues } from './hues.ts';
import { lists } from './lists.ts';
import { ring } from './ring.ts';

export const styles = [tokens, controls, frame, ring, ...hues, lists];
