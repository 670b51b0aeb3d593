/** The words for a screen that cannot be shared. */
import { msg } from '@lit/localize';

/** @param code why, as in `CallError`; what has no words of its own counts as "the browser did not manage". */
export function screenErrorText(code: string): { title: string; whatToDo: string } {
  switch (code) {
    case 'unsupported-browser':
      return {
        title: msg('This browser cannot share the screen', { id: 'screen-unsupported' }),
        whatToDo: msg('Use a browser on a computer; phones do not offer it.', { id: 'screen-unsupported-do' }),
      };
    case 'policy-blocked':
      return {
        title: msg('This website does not allow sharing the screen', { id: 'screen-policy' }),
        whatToDo: msg(
          'Its owner must allow "display-capture" in the Permissions-Policy header, or in "allow" of the iframe.',
          {
            id: 'screen-policy-do',
          },
        ),
      };
    case 'permission-denied':
      return {
        title: msg('Your computer does not let the browser record the screen', { id: 'screen-denied' }),
        whatToDo: msg('Allow it in the privacy settings of the system, then try again.', { id: 'screen-denied-do' }),
      };
    default:
      return {
        title: msg('The screen could not be shared', { id: 'screen-failed' }),
        whatToDo: msg('Try again, or choose another window.', { id: 'screen-failed-do' }),
      };
  }
}
