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
  /** From the hello, or from the upgrade where that was refused; null for who was sent away before saying anything: for each socket
   *  beyond 128 the oldest that has no seat makes way. */
  readonly tookMs: number | null;
}

async function race(workerUrl: string, room: string): Promise<readonly Answer[]> {
  const opened = await Promise.all(
    Array.from({ length: RACERS }, async () => {
      const askedAtMs = performance.now();
      const raw = await openSocket(workerUrl, room);
      const refused: Answer = { what: String(raw.status), tookMs: performance.now() - askedAtMs };
      let saidAtMs: number | null = null;
      const answer = new Promise<Answer>((resolve) => {
        const tell = (what: string): void =>
          resolve({ what, tookMs: saidAtMs === null ? null : performance.now() - saidAtMs });
        raw.ontext = (text) => {
          const { type, code } = JSON.parse(text);
          tell(type === 'error' ? code : type);
        };
        void raw.closing.then(({ code }) => tell(`closed without a word: ${code}`));
      });
      const hello = (): void => {
        saidAtMs = performance.now();
        raw.sendText(helloText());
      };
      return { raw, hello, answer: raw.status === 101 ? answer : Promise.resolve(refused) };
    }),
  );
  for (const { hello } of opened) hello();
  const told = await within('an answer to every hello', Promise.all(opened.map(({ answer }) => answer)));
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
    const durations = refused.flatMap(({ tookMs }) => tookMs ?? []);
    return [
      exactly(`rooms in which not exactly ${SEATS} of ${RACERS} racers got a seat`, ROOMS, wrong.length, 0),
      exactly('refusals without a word', refused.length, mute.length, 0),
      under('refusal, the slowest', durations.length, Math.max(...durations), 200),
      told('refusal, the median', durations.length, `${quantile(durations, 0.5).toFixed(1)} ms`),
      told('answers', all.length, tally(all.map(({ what }) => what))),
    ];
  },
};
