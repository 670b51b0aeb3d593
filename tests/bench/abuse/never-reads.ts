/**
 * `abuse never-reads`: a member that reads nothing, while others send to it as much as they may. What waited for it when the
 * room gave it up is counted by letting it read after all.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { CLOSE_CODES, MAX_PAYLOAD_BYTES } from '#protocol';
import { Member } from './member.ts';
import { type Bench, type Part, restingRss } from './part.ts';
import { type Row, exactly, grownUnder, told } from './report.ts';

const MAX_QUEUED_BYTES = 512 * 1024;
const MAX_GROWTH_BYTES = 5_000_000;
const SENDERS = 3;
const PAYLOAD = 'x'.repeat(MAX_PAYLOAD_BYTES - 1_024);
const TICK_MS = 20;
const MAX_MS = 45_000;
const REPEATS = 30;

interface Variant {
  readonly what: string;
  /** Of each sender, in ms between two relays. */
  readonly everyMs: number;
  /** Before which the client says `ping`, in ms; null: never. */
  readonly pingEveryMs: number | null;
  /** Counts the senders that take part. */
  readonly senders: number;
}

const VARIANTS: readonly Variant[] = [
  { what: 'silent', everyMs: 0, pingEveryMs: null, senders: SENDERS },
  { what: 'ping every 5 s, sent to at 60 kB/s', everyMs: 800, pingEveryMs: 5_000, senders: 1 },
  { what: 'ping every 20 ms, sent to at once', everyMs: 0, pingEveryMs: TICK_MS, senders: SENDERS },
];

interface Outcome {
  readonly isGivenUp: boolean;
  /** Sent to the one who does not read, until the room gave it up. */
  readonly sentBytes: number;
  readonly tookMs: number;
  /** Found when it reads after all. */
  readonly foundBytes: number;
  readonly code: number | null;
}

/** Fills the buckets of `senders` towards one that does not read, and goes on until the room tells that it is gone. */
async function starve(workerUrl: string, room: string, variant: Variant, isReading = false): Promise<Outcome> {
  const senders: Member[] = [];
  for (let i = 0; i < variant.senders; i += 1) senders.push(await Member.join(workerUrl, room));
  const mute = await Member.join(workerUrl, room);
  if (!isReading) mute.raw.pause();
  let isGivenUp = false;
  for (const sender of senders) {
    sender.onmessage = (message) => {
      if (message.type === 'event' && message.event === 'off' && message.id === mute.id) isGivenUp = true;
    };
  }
  const startedAtMs = performance.now();
  let [sentBytes, pingedAtMs, relayedAtMs] = [0, startedAtMs, 0];
  // Each sender may say half a MiB at once; one that says more would be closed itself.
  let left = variant.everyMs === 0 ? Math.floor((512 * 1024) / PAYLOAD.length) - 1 : Number.POSITIVE_INFINITY;
  while (!isGivenUp && left > 0 && performance.now() - startedAtMs < MAX_MS) {
    const nowMs = performance.now();
    if (variant.pingEveryMs !== null && nowMs - pingedAtMs >= variant.pingEveryMs) {
      mute.raw.sendText('ping');
      pingedAtMs = nowMs;
    }
    if (nowMs - relayedAtMs >= variant.everyMs) {
      relayedAtMs = nowMs;
      left -= 1;
      for (const sender of senders) {
        sender.relay(mute.id, PAYLOAD);
        sentBytes += PAYLOAD.length;
      }
    }
    await delay(TICK_MS);
  }
  const tookMs = performance.now() - startedAtMs;
  const before = mute.raw.readBytes;
  mute.raw.resume();
  await Promise.race([mute.raw.closed, delay(1_000)]);
  const outcome = {
    isGivenUp,
    sentBytes,
    tookMs,
    foundBytes: mute.raw.readBytes - before,
    code: mute.raw.closeFrame?.code ?? null,
  };
  for (const { raw } of [...senders, mute]) raw.destroy();
  return outcome;
}

async function measure({ worker }: Bench, variant: Variant, index: number): Promise<Row[]> {
  const before = await restingRss(worker);
  const { isGivenUp, sentBytes, tookMs, foundBytes, code } = await starve(worker.url, `mute-${index}`, variant);
  const growth = (await restingRss(worker)) - before;
  const isOk = isGivenUp && foundBytes < MAX_QUEUED_BYTES;
  return [
    {
      what: `${variant.what}: given up (${CLOSE_CODES.slowConsumer}), waiting for it then`,
      n: 1,
      figure: `${(foundBytes / 1024).toFixed(0)} KiB, ${code ?? 'no Close frame'}`,
      goal: '< 512 KiB',
      isOk: isOk && code === CLOSE_CODES.slowConsumer,
    },
    told(
      `${variant.what}: sent until the others knew`,
      1,
      `${(sentBytes / 1024).toFixed(0)} KiB in ${(tookMs / 1_000).toFixed(1)} s`,
    ),
    grownUnder(`${variant.what}: growth of the Worker`, 1, growth, MAX_GROWTH_BYTES),
  ];
}

/** Those that were given up and never read: what waits for them must not stay for ever. */
async function pile({ worker }: Bench): Promise<Row[]> {
  const mutes: Member[] = [];
  const before = await restingRss(worker);
  let givenUp = 0;
  for (let i = 0; i < REPEATS; i += 1) {
    const room = `pile-${i}`;
    const senders = [await Member.join(worker.url, room), await Member.join(worker.url, room)];
    const mute = await Member.join(worker.url, room);
    mute.raw.pause();
    mutes.push(mute);
    const off = new Promise<void>((resolve) => {
      for (const sender of senders) {
        sender.onmessage = (message) => {
          if (message.type === 'event' && message.event === 'off') resolve();
        };
      }
    });
    for (let sent = 0; sent < 10; sent += 1) for (const sender of senders) sender.relay(mute.id, PAYLOAD);
    if (await Promise.race([off.then(() => true), delay(3_000, false)])) givenUp += 1;
    for (const { raw } of senders) raw.destroy();
  }
  const growth = (await restingRss(worker)) - before;
  const stillOpen = mutes.filter(({ raw }) => !raw.tcp.destroyed && raw.tcp.writable).length;
  for (const { raw } of mutes) raw.destroy();
  await delay(2_000);
  const after = (await restingRss(worker)) - before;
  return [
    exactly(`${REPEATS} silent ones that stay: given up`, REPEATS, givenUp, REPEATS),
    told(
      `${REPEATS} silent ones that stay: growth`,
      REPEATS,
      `${(growth / 1e6).toFixed(1)} MB; ${(after / 1e6).toFixed(1)} MB once gone`,
    ),
    told(`${REPEATS} silent ones that stay: connections left`, REPEATS, String(stillOpen)),
  ];
}

export const neverReads: Part = {
  name: 'never-reads',
  async run(bench) {
    // The same traffic to one that reads: what the Worker takes for good at first is not what is measured.
    const [warmUp] = VARIANTS;
    for (let i = 0; i < 8 && warmUp !== undefined; i += 1) await starve(bench.worker.url, `warm-up-${i}`, warmUp, true);
    const rows: Row[] = [];
    for (const [index, variant] of VARIANTS.entries()) rows.push(...(await measure(bench, variant, index)));
    return [...rows, ...(await pile(bench))];
  },
};
