/** `abuse no-token`: 2,000 upgrades without a valid token at a Worker that wants one. No room may be woken by them. */
import { randomBytes } from 'node:crypto';
import { signToken } from '../../../worker/http/sign-token.ts';
import { inLanes } from './part.ts';
import type { Part } from './part.ts';
import { openSocket } from './member.ts';
import { type Row, exactly, tally, told } from './report.ts';

const UPGRADES = 2_000;
const AT_ONCE = 32;
const VALID = 200;
const secret = randomBytes(32).toString('base64');

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Every kind is for the room that it is offered to, but for what its name says. */
const KINDS: readonly (readonly [string, (room: string) => Promise<string | undefined>])[] = [
  ['none', () => Promise.resolve(undefined)],
  ['for another room', () => signToken({ room: 'elsewhere', secret })],
  ['by another key', (room) => signToken({ room, secret: randomBytes(32).toString('base64') })],
  [
    'alg none',
    async (room) => {
      const [, claims] = (await signToken({ room, secret })).split('.');
      return `${part({ alg: 'none', typ: 'JWT' })}.${claims}.`;
    },
  ],
  ['cut short', async (room) => (await signToken({ room, secret })).slice(0, -5)],
  ['no token at all', () => Promise.resolve('x')],
  ['too long', () => Promise.resolve('x'.repeat(5_000))],
];

interface Answer {
  readonly status: number;
  /** All that the asker is told, but for what differs by nature. */
  readonly text: string;
}

async function ask(workerUrl: string, room: string, token: string | undefined): Promise<Answer> {
  const raw = await openSocket(workerUrl, room, token === undefined ? {} : { token });
  const text = `${raw.head.replace(/^(date|content-length):.*\r\n/gim, '')}\n${raw.body}`;
  raw.destroy();
  return { status: raw.status, text };
}

export const noToken: Part = {
  name: 'no-token',
  vars: { TOKEN_SECRETS: JSON.stringify({ bench: secret }) },
  async run({ worker }) {
    const tokens = await Promise.all(
      Array.from({ length: UPGRADES }, async (_, i) => KINDS[i % KINDS.length]?.[1](`refused-${i}`)),
    );
    const good = await Promise.all(Array.from({ length: VALID }, (_, i) => signToken({ room: `let-in-${i}`, secret })));
    await ask(worker.url, 'warm-up', undefined);
    const before = worker.roomCount();
    const answers: Answer[] = [];
    const startedAtMs = performance.now();
    await inLanes(UPGRADES, AT_ONCE, async (i) => {
      answers[i] = await ask(worker.url, `refused-${i}`, tokens[i]);
    });
    const refusedS = (performance.now() - startedAtMs) / 1_000;
    const woken = worker.roomCount() - before;
    const goodStartedAtMs = performance.now();
    await inLanes(VALID, AT_ONCE, async (i) => {
      await ask(worker.url, `let-in-${i}`, good[i]);
    });
    const goodS = (performance.now() - goodStartedAtMs) / 1_000;
    const texts = new Set(answers.map(({ text }) => text));
    const rows: Row[] = [
      exactly('rooms woken', UPGRADES, woken, 0),
      // What shows that a woken room would have been counted.
      exactly('rooms woken by valid tokens', VALID, worker.roomCount() - before - woken, VALID),
      exactly('different answers to wrong tokens', UPGRADES, texts.size, 1, `${KINDS.length} kinds`),
      told('statuses', UPGRADES, tally(answers.map(({ status }) => status))),
      told('refused', UPGRADES, `${(UPGRADES / refusedS).toFixed(0)} a second`),
      told('let in', VALID, `${(VALID / goodS).toFixed(0)} a second`),
    ];
    if (texts.size > 1) for (const text of [...texts].slice(0, 3)) console.log(`  an answer: ${JSON.stringify(text)}`);
    return rows;
  },
};
