/** The colours of those who have no picture, the same as on the tiles of a call. */
import { css } from 'lit';

const HUES = [172, 214, 262, 318, 14, 38, 92, 242];

export const hues = HUES.map(
  (hue, index) => css`
    .picture[data-color='${index}'] {
      --_hue: ${hue};
    }
  `,
);
