/**
 * A page in the simulation: a signaling client as small as can be, the link, the real negotiation session, and model
 * connections. A reload ends it; the next page gets its seat. It must not know what the other page does.
 */
import type { Hello, Incarnation, PeerId, PeerInfo, ServerMessage } from '#protocol';
import { NegotiationSession } from '../../../widget/peer/negotiation-session.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import { ModelConnection } from '../../support/model-connection.ts';
import type { ModelRoomServer, ModelSocket } from '../../support/model-room-server.ts';
import type { Random } from '../../support/random.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedLink, SimulatedLinkOptions } from './simulated-links.ts';

/** What the pages of one schedule share. */
export interface World {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly server: ModelRoomServer;
  readonly ledger: Ledger;
  readonly maxBufferedCount: number;
  readonly makeLink: (options: SimulatedLinkOptions) => SimulatedLink;
  readonly problems: string[];
  /** While true, browsers now and then refuse a description. */
  isFaulty: boolean;
  log(line: string): void;
}

/** What a tab keeps over a reload. */
export interface Seat {
  session?: string;
  key?: string;
}

export interface Holder {
  readonly connection: ModelConnection;
}

export class SimulatedPage {
  readonly inc: Incarnation;
  readonly #name: string;
  readonly #world: World;
  readonly #seat: Seat;
  #socket: ModelSocket | null = null;
  #me: PeerId | null = null;
  #peer: PeerInfo | null = null;
  #link: SimulatedLink | null = null;
  #session: NegotiationSession<Holder> | null = null;
  #isClosed = false;
  connectionCount = 0;

  constructor(name: string, world: World, seat: Seat) {
    this.#name = name;
    this.#world = world;
    this.#seat = seat;
    this.inc = world.random.hex(16) as Incarnation;
    this.#connect();
  }

  get link(): SimulatedLink | null {
    return this.#link;
  }

  get session(): NegotiationSession<Holder> | null {
    return this.#session;
  }

  get connection(): ModelConnection | null {
    return this.#session?.current?.connection ?? null;
  }

  /** Loses the socket, with everything on its way. */
  drop(): void {
    if (this.#socket !== null) this.#world.server.drop(this.#socket, 4_000);
  }

  /** Ends the page as a reload does. */
  close(): void {
    this.#isClosed = true;
    this.#link?.close();
    this.#session?.close();
    if (this.#socket !== null) this.#world.server.drop(this.#socket, 50);
  }

  #connect(): void {
    const { server, inc } = { server: this.#world.server, inc: this.inc };
    const hello: Hello = { type: 'hello', v: 1, inc, caps: [], name: '', state: {}, ...this.#seat };
    const socket = server.connect({
      onmessage: (message) => {
        if (!this.#isClosed && socket === this.#socket) this.#handleMessage(message);
      },
      onclose: () => {
        if (this.#isClosed || socket !== this.#socket) return;
        this.#log('socket closed');
        this.#socket = null;
        this.#world.clock.setTimeout(
          () => {
            if (!this.#isClosed) this.#connect();
          },
          this.#world.random.int(10, 2_500),
        );
      },
    });
    this.#socket = socket;
    server.send(socket, hello);
  }

  #handleMessage(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome': {
        this.#log('welcome');
        this.#me = message.me;
        this.#seat.session = message.session;
        this.#seat.key = message.key;
        const [peer] = message.peers;
        if (peer !== undefined) this.#meet(peer);
        return;
      }
      case 'relay':
        if (message.from === this.#peer?.id) this.#link?.receive(message.payload);
        return;
      case 'event':
        if (message.event === 'join' || message.event === 'on') this.#meet(message.peer);
        if (message.event === 'leave') this.#world.problems.push(`${this.#name}: the other one left`);
        return;
      default:
    }
  }

  /** The other page is there (again): a new one starts over, a known one gets what it may have missed. */
  #meet(peer: PeerInfo): void {
    const known = this.#peer;
    this.#peer = peer;
    if (this.#link === null || this.#session === null) return this.#begin(peer);
    if (known?.inc === peer.inc) return this.#link.resend();
    this.#log(`met the new page ${peer.inc}`);
    if (this.#world.random.chance(0.5)) {
      this.#link.setRemoteIncarnation(peer.inc);
      this.#session.restart();
      return;
    }
    this.#link.close();
    this.#session.close();
    this.#begin(peer);
  }

  #begin(peer: PeerInfo): void {
    const { clock, ledger, maxBufferedCount, makeLink } = this.#world;
    const polite = (this.#me ?? '') < peer.id;
    const session: NegotiationSession<Holder> = new NegotiationSession<Holder>({
      polite,
      clock,
      send: (signal) => link.send(signal),
      createConnection: (generation, handlers) => {
        this.#log(`generation ${generation}`);
        this.connectionCount += 1;
        const connection = new ModelConnection({
          ...handlers,
          clock,
          random: this.#world.random,
          onmismatch: () => this.#world.problems.push(`${this.#name} applied an answer to another offer`),
          onrefusal: (name) => this.#world.problems.push(`${this.#name} did what the browser refuses: ${name}`),
          refuses: () => this.#world.isFaulty && this.#world.random.chance(0.01),
        });
        if (!polite) connection.addLine();
        return { connection };
      },
      onreplaced: ({ connection }) => {
        clock.setTimeout(() => connection.close(), this.#world.random.pick([0, 0, 400]));
      },
      onfailure: (step) => {
        this.#log(`gave up at ${step}`);
        clock.setTimeout(() => {
          if (this.#session === session) session.rebuild();
        }, 1_000);
      },
    });
    const link = makeLink({
      localInc: this.inc,
      remoteInc: peer.inc,
      clock,
      ledger,
      maxBufferedCount,
      transmit: (payload) => this.#transmit(payload),
      deliver: (signal) => {
        this.#log(`got ${JSON.stringify(signal).slice(0, 90)}`);
        return session.handle(signal);
      },
      onreset: () => {
        this.#log('reset');
        session.reset();
      },
    });
    this.#link = link;
    this.#session = session;
    session.start();
  }

  #transmit(payload: unknown): void {
    const { server } = this.#world;
    const to = this.#peer?.id;
    if (this.#socket === null || to === undefined) return;
    // By way of text, as on the wire: nothing is shared between pages.
    server.send(this.#socket, {
      type: 'relay',
      to,
      payload: JSON.parse(JSON.stringify(payload)) as unknown,
    });
  }

  #log(line: string): void {
    this.#world.log(`${this.#name}/${this.inc.slice(0, 4)} ${line}`);
  }
}
