/** The panel of the people with its style sheet, as it is loaded. */
import { css } from 'lit';
import { people as peopleStyles } from './styles/people.ts';
import { switches } from './styles/switches.ts';

export { people } from './people.ts';

export const styles = css`
  ${switches}
  ${peopleStyles}
`;
