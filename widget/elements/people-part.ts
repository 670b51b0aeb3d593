/** The panel of the people with its style sheet, as it is loaded. */
export { people } from './people.ts';
export { people as styles } from './styles/people.ts';
