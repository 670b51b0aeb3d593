/** Fresh credentials in a page: they reach every connection, and one whose relay is about to end makes way without a gap. */
import { type IceServer, type Incarnation, type PeerId, type PeerInfo, incarnation } from '#protocol';
import { parse } from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallSession } from '../../../widget/call/session.ts';
import { NO_TRACKS } from '../../../widget/peer/media-connection.ts';
import { Peer, type PeerConnectionState } from '../../../widget/peer/peer.ts';
import type { RelayTerm } from '../../../widget/peer/relay-term.ts';
import type { IceIssue, SignalingChannel, SignalingEvent } from '../../../widget/signaling/signaling-channel.ts';

const TIMEOUT_MS = 15_000;
const nothing = (): void => {};
const relay = (user: string): IceServer[] => [
  { urls: ['turn:127.0.0.1:9'], username: user, credential: 'c' },
  { urls: ['stun:127.0.0.1:9'] },
];

class Channel implements SignalingChannel {
  readonly inc = '0000000000000001' as Incarnation;
  readonly state = 'open';
  onevent: ((event: SignalingEvent) => void) | null = null;
  readonly asked: ((issue: IceIssue) => void)[] = [];
  keptDevices = (): null => null;
  open = nothing;
  send = nothing;
  setState = nothing;
  rename = nothing;
  checkPath = nothing;
  close = nothing;
  request = (): Promise<null> => Promise.resolve(null);
  requestIceServers = (): Promise<IceIssue> => new Promise((resolve) => this.asked.push(resolve));
}

const peerInfo = (id: string): PeerInfo => ({
  id: id as PeerId,
  inc: '00000000000000ff' as Incarnation,
  on: true,
  name: id,
  caps: [],
  state: {},
  joinedAt: 0,
});

/** Every connection that is made from now on. */
function watchConnections(): RTCPeerConnection[] {
  const made: RTCPeerConnection[] = [];
  const Real = RTCPeerConnection;
  vi.stubGlobal(
    'RTCPeerConnection',
    class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    },
  );
  return made;
}

const userOf = (it: RTCPeerConnection): string | undefined => it.getConfiguration().iceServers?.[0]?.username;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('fresh credentials', () => {
  it('reach every connection of a room by setConfiguration, and leave the rest of it as it was', async () => {
    const made = watchConnections();
    const channel = new Channel();
    const session = new CallSession({
      channel,
      plan: 'none',
      iceServers: null,
      iceTransportPolicy: 'relay',
      tracks: () => NO_TRACKS,
      events: {
        onseated: nothing,
        onwait: nothing,
        onroom: nothing,
        onmuterequest: nothing,
        onsignalinglost: nothing,
        onerror: nothing,
        onjoin: nothing,
        onupdate: nothing,
        onleave: nothing,
        onconnectionstate: nothing,
        onchat: nothing,
        ondata: nothing,
        onfiles: nothing,
        onreload: nothing,
        onicerestart: nothing,
        onrebuild: nothing,
        onpath: nothing,
        onunreachable: nothing,
        ongiveup: nothing,
        onturnrefused: nothing,
      },
    });
    channel.onevent?.({
      type: 'welcome',
      me: 'me' as PeerId,
      resumed: false,
      capacity: 4,
      peers: [peerInfo('ann'), peerInfo('bob'), peerInfo('eve')],
      iceServers: relay('old'),
      // As one who waited in a lobby until they were over.
      iceTtlMs: 0,
      role: 'guest',
      locked: false,
      lobby: false,
      knocks: [],
    });
    expect(made.map(userOf)).toEqual(['old', 'old', 'old']);
    await vi.waitFor(() => expect(channel.asked).toHaveLength(1), { timeout: TIMEOUT_MS });
    channel.asked[0]?.({ iceServers: relay('fresh'), iceTtlMs: 3_600_000 });
    await vi.waitFor(() => expect(made.map(userOf)).toEqual(['fresh', 'fresh', 'fresh']), { timeout: TIMEOUT_MS });
    for (const it of made) {
      expect(it.getConfiguration()).toMatchObject({ bundlePolicy: 'max-bundle', iceTransportPolicy: 'relay' });
    }
    expect(session.iceServers[0]?.username).toBe('fresh');
    session.close();
  });
});

class Side {
  readonly peer: Peer;
  readonly states: PeerConnectionState[] = [];
  readonly heard: string[] = [];
  rebuildCount = 0;
  other: Side | null = null;

  constructor(name: string, otherName: string, polite: boolean, relayTerm: () => RelayTerm | null) {
    const incOf = (digit: string): Incarnation => parse(incarnation, digit.repeat(16));
    this.peer = new Peer({
      localInc: incOf(name),
      remoteInc: incOf(otherName),
      polite,
      plan: 'none',
      tracks: NO_TRACKS,
      configuration: () => ({}),
      relayTerm,
      refreshIceServers: () => Promise.resolve(),
      transmit: (envelope) => {
        const copy: unknown = structuredClone(envelope);
        queueMicrotask(() => this.other?.peer.receive(copy));
      },
      events: {
        onchange: nothing,
        onconnectionstate: (state) => this.states.push(state),
        onpath: nothing,
        onicerestart: nothing,
        onrebuild: () => (this.rebuildCount += 1),
        ondoubt: nothing,
        onunreachable: nothing,
        ongiveup: nothing,
        onturnrefused: nothing,
        onchat: ({ text }) => this.heard.push(text),
        ondata: nothing,
      },
    });
  }
}

/** What the browser would tell if its own candidate in use were a relay's. */
function reportRelay(): void {
  const real = RTCPeerConnection.prototype.getStats;
  vi.spyOn(RTCPeerConnection.prototype, 'getStats').mockImplementation(async function (this: RTCPeerConnection) {
    const report = await real.call(this);
    return new Map(
      [...report].map(([id, entry]) => [
        id,
        entry.type === 'local-candidate' ? { ...entry, candidateType: 'relay' } : entry,
      ]),
    );
  });
}

async function rebuildsOf(isRelayed: boolean): Promise<Side> {
  if (isRelayed) reportRelay();
  // The first look comes 1 to 3 s before the end, the next ones each second after it.
  let term: RelayTerm = { endsAtMs: performance.now() + 3_000, ttlMs: 20_000 };
  const [a, b] = [new Side('a', 'b', true, () => term), new Side('b', 'a', false, () => null)];
  [a.other, b.other] = [b, a];
  for (const { peer } of [a, b]) peer.start();
  await vi.waitFor(() => expect([a.states, b.states]).toEqual([['connected'], ['connected']]), { timeout: TIMEOUT_MS });
  const endsAtMs = term.endsAtMs;
  term = { endsAtMs: endsAtMs + 3_600_000, ttlMs: 3_600_000 };
  let sentCount = 0;
  const timer = setInterval(() => {
    sentCount += 1;
    b.peer.data.sendChat({ id: crypto.randomUUID(), text: String(sentCount), at: Date.now(), name: '' });
  }, 200);
  await vi.waitFor(() => expect(a.rebuildCount > 0 || performance.now() > endsAtMs).toBe(true), {
    timeout: TIMEOUT_MS,
  });
  clearInterval(timer);
  const sent = Array.from({ length: sentCount }, (_, index) => String(index + 1));
  await vi.waitFor(() => expect(a.heard).toEqual(sent), { timeout: TIMEOUT_MS });
  expect([a.states, b.states]).toEqual([['connected'], ['connected']]);
  for (const { peer } of [a, b]) peer.close();
  return a;
}

describe('a connection whose relay ends with its credentials', () => {
  it('makes way for one with fresh ones, without a word', async () => {
    expect((await rebuildsOf(true)).rebuildCount).toBe(1);
  });

  it('stays where the packets go another way', async () => {
    expect((await rebuildsOf(false)).rebuildCount).toBe(0);
  });
});
