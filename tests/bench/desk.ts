/**
 * `npm run bench -- desk`: a full support desk on the real Worker in workerd, over real sockets on loopback: 500 who wait and 50 agents. How
 * long it takes from a command that changes the queue to its result, and until the last of all whom it concerns was told. Judges: a
 * goal that is missed is exit code 1. `npm run bench -- desk 1000` makes 1,000 rounds.
 */
import { loadavg } from 'node:os';
import { type DeskServerMessage, SUBPROTOCOL, decodeDeskServerMessage } from '#protocol';
import { until } from '../support/until.ts';
import { type Row, print, quantile, told, under } from './abuse/report.ts';
import { startBenchWorker } from './worker.ts';

const WAITING = 500;
const AGENTS = 50;
/** How many hear of every place. */
const NEAR = 20;
const DEFAULT_ROUNDS = 300;
const GOAL_MS = 100;

/** A page that keeps what it heard last, and proves that it reads. */
class Party {
  readonly socket: WebSocket;
  /** How many events it heard, and when the newest came. */
  eventCount = 0;
  heardAtMs = 0;
  last: DeskServerMessage | null = null;
  isWelcome = false;
  readonly #results = new Map<string, (result: Extract<DeskServerMessage, { type: 'result' }>) => void>();
  #commandCount = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)));
  }

  static async open(url: string, token: string | null): Promise<Party> {
    const protocols = token === null ? [SUBPROTOCOL] : [SUBPROTOCOL, `p2pcall.token.${token}`];
    const socket = new WebSocket(url.replace('http', 'ws'), protocols);
    const party = new Party(socket);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    party.#send({ type: 'hello', v: 1, inc: '0123456789abcdef' });
    await until('a welcome', () => Promise.resolve(party.isWelcome));
    return party;
  }

  /** @returns when its result came, after it was sent, in ms; the newest messages are in `last`. */
  async command(op: string, fields: Record<string, unknown> = {}): Promise<number> {
    this.#commandCount += 1;
    const id = `c${this.#commandCount}`;
    const sentAtMs = performance.now();
    const result = new Promise<Extract<DeskServerMessage, { type: 'result' }>>((resolve) =>
      this.#results.set(id, resolve),
    );
    this.#send({ type: 'command', id, op, ...fields });
    const answer = await result;
    if (!answer.ok) throw new Error(`${op}: ${answer.code}`);
    return performance.now() - sentAtMs;
  }

  #send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  #hear(text: string): void {
    const decoded = decodeDeskServerMessage(text);
    if (!decoded.ok) return;
    const { message } = decoded;
    if (message.type === 'probe') return this.#send({ type: 'read', nonce: message.nonce });
    if (message.type === 'result') this.#results.get(message.id)?.(message);
    else this.last = message;
    if (message.type === 'welcome') this.isWelcome = true;
    if (message.type !== 'event') return;
    this.eventCount += 1;
    this.heardAtMs = performance.now();
  }
}

interface Visitor extends Party {
  call: string;
}

const sessionOf = (index: number): string => `${index}`.padStart(24, 's');

/** Asks for an agent. @returns when the result came. */
async function enter(visitor: Visitor, index: number): Promise<number> {
  const page = { url: 'https://shop.example/some/page/of/the/shop', title: 'Lamps and other things' };
  const form = { order: '17', email: 'vera@shop.example' };
  const tookMs = await visitor.command('call', { session: sessionOf(index), name: `Visitor ${index}`, form, page });
  // Told before the result.
  const { last } = visitor;
  if (last?.type !== 'event' || last.event !== 'own') throw new Error(`no own call: ${JSON.stringify(last)}`);
  visitor.call = last.call.id;
  return tookMs;
}

function figures(what: string, durationsMs: readonly number[]): Row[] {
  return [
    told(`${what}, the median`, durationsMs.length, `${quantile(durationsMs, 0.5).toFixed(1)} ms`),
    under(`${what}, p99`, durationsMs.length, quantile(durationsMs, 0.99), GOAL_MS),
  ];
}

/** @returns whether every goal was reached. */
export async function benchDesk([roundsText]: readonly string[]): Promise<boolean> {
  const rounds = Number(roundsText ?? DEFAULT_ROUNDS);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const worker = await startBenchWorker({ isInMemory: true });
  const url = `${worker.url}/v1/desks/demo/socket`;
  try {
    const before = loadavg()[0]?.toFixed(1);
    const agents: Party[] = [];
    for (let i = 0; i < AGENTS; i++) agents.push(await Party.open(url, `development-agent-${i}`));
    // Half of them are rung, the others pick from the list.
    for (const [i, agent] of agents.entries()) await agent.command('status', { status: i % 2 ? 'available' : 'busy' });
    const queue: Visitor[] = [];
    const enterMs: number[] = [];
    for (let i = 0; i < WAITING; i++) {
      const visitor = Object.assign(await Party.open(url, null), { call: '' });
      enterMs.push(await enter(visitor, i));
      queue.push(visitor);
    }
    const [acceptMs, lastMs, endMs, againMs]: number[][] = [[], [], [], []];
    const cpuBeforeMs = worker.cpuMs();
    for (let round = 0; round < rounds; round++) {
      const agent = agents[round % AGENTS];
      const first = queue.shift();
      const back = queue.at(-1);
      if (agent === undefined || first === undefined || back === undefined) throw new Error('nobody is here');
      const near = queue.slice(0, NEAR);
      const counts = near.map(({ eventCount }) => eventCount);
      const sentAtMs = performance.now();
      acceptMs?.push(await agent.command('accept', { call: first.call }));
      // Everyone behind moves up; who is near is told each time, the others every ten places.
      await until('a new place for those who are near', () =>
        Promise.resolve(near.every(({ eventCount }, i) => eventCount > (counts[i] ?? 0))),
      );
      lastMs?.push(Math.max(...near.map(({ heardAtMs }) => heardAtMs)) - sentAtMs);
      endMs?.push(await agent.command('end', { call: first.call }));
      againMs?.push(await enter(first, WAITING + round));
      queue.push(first);
    }
    const cpuMs = (worker.cpuMs() - cpuBeforeMs) / rounds;
    console.log(
      `${WAITING} who wait and ${AGENTS} agents, ${rounds} rounds, Node ${process.version}, loopback; ` +
        `load of the machine before ${before}, after ${loadavg()[0]?.toFixed(1)}`,
    );
    const rows = [
      ...figures('coming into the queue, from empty to full', enterMs),
      ...figures('accept, until its result', acceptMs ?? []),
      ...figures(`accept, until the last of the next ${NEAR} knows the new place`, lastMs ?? []),
      ...figures('end, until its result', endMs ?? []),
      ...figures('coming into the full queue', againMs ?? []),
      told('processor time of workerd for a round of all three', rounds, `${cpuMs.toFixed(1)} ms`),
      told('memory of workerd', 1, `${(worker.rssBytes() / 1e6).toFixed(0)} MB`),
    ];
    print(rows);
    for (const { socket } of [...agents, ...queue]) socket.close();
    return rows.every(({ isOk }) => isOk);
  } finally {
    for (const line of worker.lines.slice(-5)) console.log(`  the Worker: ${line.slice(0, 200)}`);
    await worker.stop();
  }
}
