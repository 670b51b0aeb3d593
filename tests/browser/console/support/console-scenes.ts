/** Every state of the console that people can see, by name; screenshots and accessibility tests walk through. */
import type { CallId, DeskCall } from '#protocol';
import type { DeskMessage } from '../../../../widget/desk/desk-types.ts';
import {
  ME,
  NOW_MS,
  type ScriptedDesk,
  type Snapshot,
  agentNamed,
  agentsOf,
  callOf,
  callsOf,
  messageOf,
  missedOf,
} from './scripted-desk.ts';

export interface ConsoleScene {
  readonly snapshot: Partial<Snapshot>;
  readonly contents?: readonly DeskMessage[];
  /** What rings, with how long still. */
  readonly rings?: DeskCall;
  /** What is pressed when it stands, one after the other. */
  readonly presses?: readonly string[];
  /** What commands are refused with. */
  readonly failure?: ScriptedDesk['failure'];
}

const PAGE = { url: 'https://shop.example/tables/oak-for-six', title: 'Oak table, for six' };

const MARA = callOf('Mara Lindgren', {
  topic: 'Delivery of my table',
  department: 'sales',
  page: PAGE,
  user: { id: 'customer-1207', verified: true },
  form: { Order: 'A-2291', Phone: '+46 8 123 456' },
});
const JONAS = callOf('Jonas', { topic: 'A leg is loose', at: NOW_MS - 40_000, department: 'repairs', page: PAGE });
const NOBODY = callOf('', { id: 'c-3' as CallId, at: NOW_MS - 8_000, on: false });
const LONG = callOf('A name that is much too long for its row, and goes on', {
  id: 'c-4' as CallId,
  at: NOW_MS - 4_000_000,
  from: agentNamed('Ben').id,
  note: 'Has called twice before.\nWants to speak with somebody who knows about oil.',
  topic: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenbandbefestigungsschraube',
});

const TEAM = agentsOf(
  agentNamed('Anna', { id: ME, departments: ['sales'] }),
  agentNamed('Ben', { departments: ['repairs'], status: 'in-call' }),
  agentNamed('Chioma', { departments: ['sales', 'repairs'] }),
  agentNamed('Dmitri', { status: 'away' }),
);

export const MESSAGES: readonly DeskMessage[] = [
  messageOf('Erin', {
    topic: 'Opening hours',
    text: 'Are you open on the 24th?\nI would like to come by and see the table.',
    contact: 'erin@mail.example',
    page: PAGE,
  }),
  messageOf('Frank', { voice: true, contact: '+49 30 1234567', at: NOW_MS - 90_000_000 }),
];

function withMe(status: 'available' | 'busy' | 'away' | 'in-call'): Snapshot['agents'] {
  return new Map([...TEAM, [ME, { ...agentNamed('Anna', { id: ME, departments: ['sales'] }), status }]]);
}

/** At work, with nothing to do. */
export function signedIn(change: Partial<Snapshot> = {}): Partial<Snapshot> {
  return {
    connection: 'open',
    me: ME,
    agents: withMe('available'),
    departments: ['sales', 'repairs'],
    availability: { state: 'available', departments: [], messages: true },
    ...change,
  };
}

const QUEUE = { calls: callsOf(LONG, MARA, JONAS, NOBODY), waitingCount: 4 };
const OWN: DeskCall = {
  ...MARA,
  phase: 'active',
  answeredAt: NOW_MS - 61_000,
  note: 'Wants it before Friday. Checked with the warehouse: possible.',
};

export function inCall(change: Partial<DeskCall> = {}): Partial<Snapshot> {
  const own = { ...OWN, ...change };
  return signedIn({
    agents: withMe('in-call'),
    calls: callsOf(own, JONAS),
    waitingCount: 1,
    ownCall: own,
    pass: { room: 'room', token: 'token' },
  });
}

export const CONSOLE_SCENES: Readonly<Record<string, () => ConsoleScene>> = {
  'console-connecting': () => ({ snapshot: { connection: 'connecting' } }),
  'console-away': () => ({ snapshot: signedIn({ agents: withMe('away'), ...QUEUE }) }),
  'console-available': () => ({ snapshot: signedIn() }),
  'console-busy': () => ({ snapshot: signedIn({ agents: withMe('busy'), ...QUEUE }) }),
  'console-queue': () => ({ snapshot: signedIn({ ...QUEUE, waitingCount: 61 }) }),
  'console-ring': () => ({ snapshot: signedIn({ calls: callsOf(JONAS), waitingCount: 2 }), rings: MARA }),
  'console-call': () => ({ snapshot: inCall() }),
  'console-held': () => ({ snapshot: inCall({ held: true }) }),
  'console-transfer': () => ({ snapshot: inCall(), presses: ['[part~="button-transfer"]'] }),
  'console-taken': () => ({
    snapshot: signedIn(QUEUE),
    failure: 'already-taken',
    presses: ['[part~="button-accept"]'],
  }),
  'console-missed': () => ({
    snapshot: signedIn({
      missed: [
        missedOf('Mara Lindgren', { topic: 'Delivery of my table', page: PAGE }),
        missedOf('', { id: 'x' as CallId, reason: 'canceled', at: NOW_MS - 90_000_000 }),
      ],
    }),
  }),
  'console-messages': () => ({
    snapshot: signedIn({ messages: MESSAGES }),
    contents: MESSAGES,
    presses: ['[part~="button-messages"]'],
  }),
  'console-handled': () => ({
    snapshot: signedIn({ messages: MESSAGES }),
    contents: MESSAGES,
    presses: ['[part~="button-messages"]', '[part~="button-handled"]'],
  }),
  'console-team': () => ({ snapshot: signedIn(), presses: ['[part~="button-team"]'] }),
  'console-settings': () => ({ snapshot: signedIn(), presses: ['[part~="button-settings"]'] }),
  'console-reconnecting': () => ({
    snapshot: signedIn({
      ...QUEUE,
      connection: 'reconnecting',
      problem: { code: 'signaling-unreachable', fatal: false },
    }),
  }),
  'console-replaced': () => ({
    snapshot: { connection: 'closed', problem: { code: 'duplicate-session', fatal: true } },
  }),
};
