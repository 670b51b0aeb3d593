/** The page of agents: asks for desk and token, or takes them from the address, and shows the console. */
import { isLoopbackHost } from '#protocol';
import { type DeskAccess, accessIn, deskOf, forget, recall, remember } from './desk-access.ts';

const TRIAL_DESK = 'demo';

/** What another token, or another desk, would mend. */
const OF_ACCESS: ReadonlySet<string> = new Set(['token-invalid', 'token-expired', 'not-allowed', 'invalid-desk']);

const keeping = { tab: (): Storage => sessionStorage, device: (): Storage => localStorage };
const signIn = document.querySelector<HTMLElement>('#sign-in');
const problem = document.querySelector<HTMLElement>('#problem');
const room = document.querySelector<HTMLElement>('#console');
const form = document.querySelector<HTMLFormElement>('#form');
const field = (name: string): HTMLInputElement | null =>
  document.querySelector<HTMLInputElement>(`#form [name="${name}"]`);

/** A desk of a developer's own machine lets in whoever says so. */
const trialToken = (name: string): string => `development-${name}`;

function show(access: DeskAccess, stays = false): void {
  remember(access, keeping, stays);
  const board = document.createElement('p2p-call-desk');
  board.setAttribute('desk', access.desk);
  board.setAttribute('token', access.token);
  // A token says who it is; that of a trial does not.
  board.setAttribute('display-name', /^development-(.*)$/.exec(access.token)?.[1] ?? '');
  const signOut = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'button',
    textContent: 'Sign out',
  });
  signOut.slot = 'end';
  signOut.addEventListener('click', () => {
    forget(access, keeping);
    board.remove();
    ask(access.desk, '');
  });
  board.append(signOut);
  board.addEventListener('p2p-error', (event) => {
    const { detail } = event;
    // Those of the call in it come by here, too.
    if (event.composedPath()[0] !== board || !detail.fatal || !OF_ACCESS.has(detail.code)) return;
    forget(access, keeping);
    board.remove();
    ask(access.desk, detail.hint);
  });
  room?.replaceChildren(board);
  if (room) room.hidden = false;
  if (signIn) signIn.hidden = true;
}

function ask(desk: string, hint: string): void {
  if (room) room.hidden = true;
  if (signIn) signIn.hidden = false;
  if (problem) {
    problem.hidden = hint === '';
    problem.textContent = hint;
  }
  const deskField = field('desk');
  if (deskField) deskField.value = desk;
  (desk === '' ? deskField : field('token'))?.focus();
  void offerTrial();
}

/** Only where nothing is set, as under `npm start`: elsewhere the token is refused. */
async function offerTrial(): Promise<void> {
  const trial = document.querySelector<HTMLElement>('#trial');
  if (trial === null || !isLoopbackHost(location.hostname)) return;
  const headers = { Authorization: `Bearer ${trialToken('Anna')}` };
  const answer = await fetch(`/v1/desks/${TRIAL_DESK}`, { headers }).catch(() => null);
  trial.hidden = answer?.ok !== true;
}

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const token = field('token')?.value.trim() ?? '';
  const desk = field('desk')?.value.trim() ?? '';
  const tokenField = field('token');
  if (tokenField) tokenField.value = '';
  show({ desk, token }, field('stay')?.checked);
});

for (const button of document.querySelectorAll<HTMLElement>('[data-agent]')) {
  button.addEventListener('click', () => show({ desk: TRIAL_DESK, token: trialToken(button.dataset['agent'] ?? '') }));
}

const named = new URLSearchParams(location.search).get('desk') ?? '';
const given = accessIn(location.hash);
// Whoever looks at the address, or copies it, must not get the token.
if (given !== null) history.replaceState(history.state, '', location.pathname + location.search);
const access = given === null ? recall(keeping) : { ...given, desk: given.desk || named || deskOf(given.token) };
if (access !== null && access.desk !== '') show(access);
else ask(named, '');
