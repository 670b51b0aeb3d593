/** `abuse many-rooms`: nobody attacks; 200 rooms of four who relay once a second each. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Part, foreignLines } from './part.ts';
import { exactly, quantile, told, under } from './report.ts';

const ROOMS = 200;
const MEMBERS = 4;
const LASTS_MS = 20_000;

export const manyRooms: Part = {
  name: 'many-rooms',
  async run({ worker, witness }) {
    await witness.open(
      worker.url,
      Array.from({ length: ROOMS }, (_, i) => ({ name: `many-${i}`, members: MEMBERS, perSecond: 1 })),
    );
    const seen = await witness.during(() => delay(LASTS_MS));
    const arrivedMs = seen.flatMap((room) => [...room.arrivedMs]);
    const count = (of: (room: (typeof seen)[number]) => number): number =>
      seen.reduce((sum, room) => sum + of(room), 0);
    return [
      under('relay, p99', arrivedMs.length, quantile(arrivedMs, 0.99), 30),
      told('relay, median', arrivedMs.length, `${quantile(arrivedMs, 0.5).toFixed(1)} ms`),
      exactly(
        'relays lost',
        arrivedMs.length,
        count((room) => room.lost),
        0,
      ),
      exactly(
        'sockets closed',
        ROOMS * MEMBERS,
        count((room) => room.closed),
        0,
      ),
      exactly(
        'gaps in rv',
        ROOMS,
        count((room) => room.gaps),
        0,
      ),
      exactly('lines of the runtime', worker.lines.length, foreignLines(worker).length, 0),
    ];
  },
};
