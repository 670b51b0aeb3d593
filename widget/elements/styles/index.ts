/** The whole style sheet of the element, in the order of the cascade. */
import { controls } from './controls.ts';
import { panel } from './panel.ts';
import { prejoin } from './prejoin.ts';
import { side } from './side.ts';
import { tiles } from './tiles.ts';
import { tokens } from './tokens.ts';

export const styles = [tokens, panel, controls, tiles, prejoin, side];
