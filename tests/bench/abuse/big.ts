/** `abuse big`: frames that are too large, and compression, which would make large ones of small ones. */
import { MAX_FRAME_BYTES } from '#protocol';
import { TEXT, clientFrame } from '../../support/raw-socket.ts';
import { Member, openSocket, within } from './member.ts';
import { type Bench, type Part, foreignLines, restingRss } from './part.ts';
import { type Row, exactly, grownUnder, tally, told } from './report.ts';

const MIB = 1024 * 1024;
const ROUNDS = 10;

const MAX_GROWTH_BYTES = 80_000_000;
const TIMEOUT_MS = 20_000;

/** Set in the first byte of a compressed frame. @see https://www.rfc-editor.org/rfc/rfc7692#section-6 */
const RSV1 = 0x40;

interface Case {
  readonly what: string;
  readonly frame: () => Buffer;
  readonly codes: readonly (number | null)[];
}

const textOf = (bytes: number): Buffer => {
  const frame = Buffer.alloc(bytes, 'x');
  frame.write('{"type":"relay","to":"somebody","payload":"');
  frame.write('"}', bytes - 2);
  return frame;
};
const sized = (what: string, bytes: number, codes: readonly (number | null)[]): Case => ({
  what,
  frame: () => clientFrame(TEXT, textOf(bytes)),
  codes,
});

const CASES: readonly Case[] = [
  sized('64 KiB + 1', MAX_FRAME_BYTES + 1, [4413]),
  sized('1 MiB', MIB, [4413]),
  sized('31 MiB', 31 * MIB, [4413]),
  sized('33 MiB', 33 * MIB, [1009, 4413]),
  {
    what: '1 TiB announced, 1 KiB sent',
    frame: () => clientFrame(TEXT, Buffer.alloc(1024, 'x'), 2 ** 40),
    codes: [1009, 4413],
  },
  {
    what: 'a compressed frame, not negotiated',
    frame: () => {
      const frame = clientFrame(TEXT, Buffer.from('{"type":"bye"}'));
      frame.writeUInt8(frame.readUInt8(0) | RSV1, 0);
      return frame;
    },
    codes: [1002, 1003, 1007, 4413],
  },
];

/** @returns the code that the socket was closed with. */
async function codeAfter(workerUrl: string, room: string, frame: Buffer): Promise<number | null> {
  const { raw } = await Member.join(workerUrl, room);
  raw.write(frame);
  const { code } = await within('the close', raw.closing, TIMEOUT_MS);
  // What is not sent yet is not wanted any more.
  raw.destroy();
  return code;
}

async function measure({ worker }: Bench, { what, frame, codes }: Case, index: number): Promise<Row[]> {
  const bytes = frame();
  await codeAfter(worker.url, `big-${index}-first`, bytes);
  const before = await restingRss(worker);
  const seen: (number | null)[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    seen.push(await codeAfter(worker.url, `big-${index}-${round}`, bytes));
  const growth = (await restingRss(worker)) - before;
  const wrong = seen.filter((code) => !codes.includes(code));
  return [
    exactly(`${what}: closed with another code`, ROUNDS, wrong.length, 0, tally(seen)),
    grownUnder(`${what}: growth after the first of them`, ROUNDS, growth, MAX_GROWTH_BYTES),
  ];
}

export const big: Part = {
  name: 'big',
  async run(bench) {
    const rows: Row[] = [];
    for (const [index, one] of CASES.entries()) rows.push(...(await measure(bench, one, index)));
    const offers = ['permessage-deflate', 'permessage-deflate; client_max_window_bits', 'x-webkit-deflate-frame'];
    const heads = await Promise.all(
      offers.map(async (offer, i) => {
        const raw = await openSocket(bench.worker.url, `deflate-${i}`, {
          headers: { 'Sec-WebSocket-Extensions': offer },
        });
        raw.destroy();
        return raw.head;
      }),
    );
    const negotiated = heads.filter((head) => /sec-websocket-extensions/i.test(head));
    // The runtime calls what a client did wrong its own exception; the Worker is not even asked.
    const complaints = foreignLines(bench.worker).filter((line) => !line.includes('WebSocket protocol error'));
    return [
      ...rows,
      exactly('offers of compression taken', offers.length, negotiated.length, 0),
      exactly('lines of the runtime', bench.worker.lines.length, complaints.length, 0),
      told('frames that the runtime itself refused', foreignLines(bench.worker).length, 'logged by it as uncaught'),
    ];
  },
};
