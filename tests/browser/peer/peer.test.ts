/** Two peers in one page over real connections: what people would notice of a rebuilt connection, which must be nothing. */
import { type Incarnation, incarnation } from '#protocol';
import { parse } from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Envelope } from '../../../widget/link/envelope.ts';
import type { ConnectionPath } from '../../../widget/peer/connection-stats.ts';
import { NO_TRACKS, type SlotTracks } from '../../../widget/peer/media-connection.ts';
import { Peer, type PeerConnectionState } from '../../../widget/peer/peer.ts';

const TIMEOUT_MS = 15_000;
const incOf = (digit: string): Incarnation => parse(incarnation, digit.repeat(16));

class Side {
  readonly peer: Peer;
  readonly states: PeerConnectionState[] = [];
  readonly paths: ConnectionPath[] = [];
  readonly chat: string[] = [];
  rebuildCount = 0;
  /** Every camera track that was shown, in order; null where there was none after there had been one. */
  readonly shown: (MediaStreamTrack | null)[] = [];
  /** Whether what this side says is carried. */
  isHeard = true;
  other: Side | null = null;

  constructor(inc: string, otherInc: string, polite: boolean, tracks: SlotTracks) {
    this.peer = new Peer({
      localInc: incOf(inc),
      remoteInc: incOf(otherInc),
      polite,
      plan: 'all',
      tracks,
      configuration: () => ({}),
      refreshIceServers: () => Promise.resolve(),
      transmit: (envelope: Envelope) => {
        if (!this.isHeard) return;
        const copy: unknown = structuredClone(envelope);
        queueMicrotask(() => this.other?.peer.receive(copy));
      },
      events: {
        onchange: () => {
          const track = this.peer.track('camera');
          if (track !== (this.shown.at(-1) ?? null)) this.shown.push(track);
        },
        onconnectionstate: (state) => this.states.push(state),
        onpath: (path) => this.paths.push(path),
        onicerestart: () => {},
        onrebuild: () => (this.rebuildCount += 1),
        ondoubt: () => {},
        onunreachable: () => {},
        ongiveup: () => {},
        onturnrefused: () => {},
        onchat: ({ text }) => this.chat.push(text),
        ondata: () => {},
      },
    });
  }

  say(text: string): void {
    this.peer.data.sendChat({ id: crypto.randomUUID(), text, at: Date.now(), name: '' });
  }

  async framesDecoded(): Promise<number> {
    let count = 0;
    for (const entry of (await this.peer.getStats()).values()) count += Number(entry.framesDecoded ?? 0);
    return count;
  }
}

const open: Side[] = [];
const streams: MediaStream[] = [];

async function connectedPair(): Promise<readonly [Side, Side]> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 180 } });
  streams.push(stream);
  const [microphone = null] = stream.getAudioTracks();
  const [camera = null] = stream.getVideoTracks();
  const tracks = { ...NO_TRACKS, microphone, camera };
  const [a, b] = [new Side('a', 'b', true, tracks), new Side('b', 'a', false, tracks)];
  [a.other, b.other] = [b, a];
  open.push(a, b);
  for (const { peer } of [a, b]) peer.start();
  await vi.waitFor(
    async () => {
      expect([a.states, b.states]).toEqual([['connected'], ['connected']]);
      for (const side of [a, b]) expect(await side.framesDecoded()).toBeGreaterThan(0);
    },
    { timeout: TIMEOUT_MS },
  );
  return [a, b];
}

afterEach(() => {
  for (const { peer } of open.splice(0)) peer.close();
  for (const stream of streams.splice(0)) for (const track of stream.getTracks()) track.stop();
});

describe('a connection that is rebuilt', () => {
  it('never blanks the picture, says nothing, and loses and repeats no message', async () => {
    const [a, b] = await connectedPair();
    const before = a.peer.track('camera');
    let sentCount = 0;
    const timer = setInterval(() => {
      sentCount += 1;
      a.say(`a${sentCount}`);
      b.say(`b${sentCount}`);
    }, 100);
    a.peer.handleNetworkChange();
    expect(a.peer.track('camera')).toBe(before);
    await vi.waitFor(() => expect(a.peer.track('camera')).not.toBe(before), { timeout: TIMEOUT_MS });
    // Whoever takes over has a picture at that moment.
    expect(await a.framesDecoded()).toBeGreaterThan(0);
    await vi.waitFor(() => expect(b.shown.filter((track) => track !== null).length).toBe(2), { timeout: TIMEOUT_MS });
    clearInterval(timer);

    expect([a.states, b.states]).toEqual([['connected'], ['connected']]);
    for (const { shown } of [a, b]) expect(shown.slice(shown.findIndex((it) => it !== null))).not.toContain(null);
    expect([a.rebuildCount, b.rebuildCount]).toEqual([1, 1]);
    const expected = Array.from({ length: sentCount }, (_, index) => index + 1);
    await vi.waitFor(
      () => {
        expect(b.chat).toEqual(expected.map((number) => `a${number}`));
        expect(a.chat).toEqual(expected.map((number) => `b${number}`));
      },
      { timeout: TIMEOUT_MS },
    );
  });

  it('is one connection more, however many ask for it at once', async () => {
    const [a, b] = await connectedPair();
    a.peer.handleNetworkChange();
    b.peer.handleNetworkChange();
    await vi.waitFor(() => expect(b.shown.filter((track) => track !== null).length).toBe(2), { timeout: TIMEOUT_MS });
    await vi.waitFor(() => expect(a.shown.filter((track) => track !== null).length).toBe(2), { timeout: TIMEOUT_MS });
    expect([a.rebuildCount, b.rebuildCount]).toEqual([1, 1]);
  });

  it('lets the old one go on while signaling is lost', async () => {
    const [a, b] = await connectedPair();
    a.isHeard = b.isHeard = false;
    a.peer.handleNetworkChange();
    const framesBefore = await a.framesDecoded();
    await vi.waitFor(async () => expect(await a.framesDecoded()).toBeGreaterThan(framesBefore + 10), {
      timeout: TIMEOUT_MS,
    });
    expect(a.states).toEqual(['connected']);
    a.say('still here');
    await vi.waitFor(() => expect(b.chat).toEqual(['still here']), { timeout: TIMEOUT_MS });
    a.isHeard = b.isHeard = true;
    for (const { peer } of [a, b]) peer.resume();
    await vi.waitFor(() => expect(b.shown.filter((track) => track !== null).length).toBeGreaterThan(1), {
      timeout: TIMEOUT_MS,
    });
    expect([a.states, b.states]).toEqual([['connected'], ['connected']]);
  });
});

describe('a peer', () => {
  it('tells the path', async () => {
    const [a] = await connectedPair();
    await vi.waitFor(() => expect(a.paths).toEqual([{ path: 'direct', protocol: 'udp' }]), { timeout: TIMEOUT_MS });
    expect(a.peer.path).toEqual(a.paths[0]);
  });

  it('is reconnecting when the other page goes away without a word', async () => {
    const [a, b] = await connectedPair();
    b.isHeard = false;
    b.peer.close();
    await vi.waitFor(() => expect(a.states.at(-1)).toBe('reconnecting'), { timeout: TIMEOUT_MS });
  });
});
