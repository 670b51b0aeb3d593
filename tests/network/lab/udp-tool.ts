/**
 * A small UDP program for the calibration of the lab, run inside a namespace: `echo` answers every packet with the address it came
 * from, `ping ADDRESS COUNT INTERVAL_MS` sends numbered packets there and prints what came back, as one line of JSON. It is the
 * lab's own because neither ping nor a STUN client is on every machine.
 */
import { createSocket } from 'node:dgram';
import { setTimeout as delay } from 'node:timers/promises';

export const ECHO_PORTS = [7_001, 7_002] as const;

/** How long to wait for the last answers. */
const PATIENCE_MS = 500;

export interface PingResult {
  readonly sentCount: number;
  /** Round trips in ms, in the order of arrival; one answer may come twice. */
  readonly roundTripsMs: readonly number[];
  /** How many answers came after one that was sent later. */
  readonly reorderedCount: number;
  readonly duplicateCount: number;
  /** The sender's address and port as each echo port saw them. */
  readonly seenAs: readonly string[];
}

function echo(): void {
  for (const port of ECHO_PORTS) {
    const socket = createSocket('udp4');
    socket.on('message', (message, { address, port: from }) =>
      socket.send(`${message.toString()} ${address}:${from}`, from, address),
    );
    socket.bind(port, () => port === ECHO_PORTS[1] && console.log('ready'));
  }
}

async function ping(address: string, count: number, intervalMs: number): Promise<PingResult> {
  const socket = createSocket('udp4');
  const sentAt = new Map<number, number>();
  const seen = new Set<number>();
  const seenAs = new Map<number, string>();
  const roundTripsMs: number[] = [];
  let [reorderedCount, duplicateCount, newest] = [0, 0, -1];
  socket.on('message', (message, { port }) => {
    const [text = '', seenBy = ''] = message.toString().split(' ');
    const number = Number(text);
    roundTripsMs.push(performance.now() - (sentAt.get(number) ?? Number.NaN));
    seenAs.set(port, seenBy);
    if (seen.has(number)) duplicateCount += 1;
    else if (number < newest) reorderedCount += 1;
    seen.add(number);
    newest = Math.max(newest, number);
  });
  // A rejected packet is only one that does not come back.
  socket.on('error', () => undefined);
  for (let number = 0; number < count; number += 1) {
    sentAt.set(number, performance.now());
    socket.send(String(number), ECHO_PORTS[number % ECHO_PORTS.length], address);
    await delay(intervalMs);
  }
  await delay(PATIENCE_MS);
  socket.close();
  return { sentCount: count, roundTripsMs, reorderedCount, duplicateCount, seenAs: [...new Set(seenAs.values())] };
}

if (import.meta.main) {
  const [command, address = '', count = '0', intervalMs = '0'] = process.argv.slice(2);
  if (command === 'echo') echo();
  else console.log(JSON.stringify(await ping(address, Number(count), Number(intervalMs))));
}
