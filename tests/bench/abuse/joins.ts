/** `abuse joins`: 200 people race for the 4 seats of a room, in several rooms one after another. */
import { inLanes } from './part.ts';
import type { Part } from './part.ts';
import { openSocket, helloText, within } from './member.ts';
import { exactly, quantile, tally, told, under } from './report.ts';

const ROOMS = 10;
const RACERS = 200;
const SEATS = 4;

interface Answer {
  readonly what: string;
  /** From the hello, or from the upgrade where that was refused. */
  readonly tookMs: number;
}

async function race(workerUrl: string, room: string): Promise<readonly Answer[]> {
  const opened = await Promise.all(
    Array.from({ length: RACERS }, async () => {
      const askedAtMs = performance.now();
      const raw = await openSocket(workerUrl, room);
      return { raw, tookMs: performance.now() - askedAtMs };
    }),
  );
  const answers = opened.map(({ raw, tookMs }) => {
    if (raw.status !== 101) return Promise.resolve({ what: String(raw.status), tookMs });
    const saidAtMs = performance.now();
    const first = new Promise<Answer>((resolve) => {
      const tell = (what: string): void => resolve({ what, tookMs: performance.now() - saidAtMs });
      raw.ontext = (text) => {
        const { type, code } = JSON.parse(text);
        tell(type === 'error' ? code : type);
      };
      void raw.closed.then(({ code }) => tell(`closed without a word: ${code}`));
    });
    raw.sendText(helloText());
    return first;
  });
  const told = await within('an answer to every hello', Promise.all(answers));
  for (const { raw } of opened) raw.destroy();
  return told;
}

export const joins: Part = {
  name: 'joins',
  async run({ worker }) {
    const races: (readonly Answer[])[] = [];
    // The first race starts the isolate.
    await race(worker.url, 'joins-warm-up');
    await inLanes(ROOMS, 1, async (index) => {
      races.push(await race(worker.url, `joins-${index}`));
    });
    const all = races.flat();
    const refused = all.filter(({ what }) => what !== 'welcome');
    const wrong = races.filter((answers) => answers.filter(({ what }) => what === 'welcome').length !== SEATS);
    const mute = refused.filter(({ what }) => what.startsWith('closed'));
    const durations = refused.map(({ tookMs }) => tookMs);
    return [
      exactly(`rooms in which not exactly ${SEATS} of ${RACERS} racers got a seat`, ROOMS, wrong.length, 0),
      exactly('refusals without a word', refused.length, mute.length, 0),
      under('refusal, the slowest', refused.length, Math.max(...durations), 200),
      told('refusal, the median', refused.length, `${quantile(durations, 0.5).toFixed(1)} ms`),
      told('answers', all.length, tally(all.map(({ what }) => what))),
    ];
  },
};
