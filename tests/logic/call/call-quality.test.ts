/** Judging the ways to the others: what is told and when, who gets how much, and what a peer may say of its camera. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PeerId } from '#protocol';
import { CallQuality, type JudgedPeer } from '../../../widget/call/call-quality.ts';
import { type Judgement, NOT_JUDGED } from '../../../widget/peer/judgement.ts';
import type { MediaConnection } from '../../../widget/peer/media-connection.ts';
import type { Slot } from '../../../widget/peer/slots.ts';

const LOOK_MS = 5_000;

class FakeSender {
  readonly track: object | null;
  encoding: RTCRtpEncodingParameters = {};

  constructor(track: object | null) {
    this.track = track;
  }

  getParameters(): RTCRtpSendParameters {
    return { codecs: [], headerExtensions: [], rtcp: {}, transactionId: '', encodings: [{ ...this.encoding }] };
  }

  setParameters({ encodings }: RTCRtpSendParameters): Promise<void> {
    this.encoding = encodings[0] ?? {};
    return Promise.resolve();
  }
}

interface FakePeer extends JudgedPeer {
  readonly id: PeerId;
  readonly sender: FakeSender;
  readonly told: Judgement[];
}

function peerNamed(id: string): FakePeer {
  const sender = new FakeSender({ getSettings: () => ({ width: 1280, height: 720 }) });
  const told: Judgement[] = [];
  const connection: Partial<MediaConnection> = {
    holdsCamera: false,
    onbeat: null,
    transceiver: (slot: Slot) => (slot === 'camera' ? ({ sender } as unknown as RTCRtpTransceiver) : undefined),
  };
  return {
    id: id as PeerId,
    sender,
    told,
    connection: connection as MediaConnection,
    get judgement() {
      return told.at(-1) ?? NOT_JUDGED;
    },
    set judgement(judgement) {
      told.push(judgement);
    },
  };
}

/** The n-th look at a way with these figures. */
function lookAt(number: number, { rtt = 0.05, kbps = 900 }: { rtt?: number; kbps?: number } = {}): RTCStatsReport {
  const timestamp = number * LOOK_MS;
  const entries = [
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', currentRoundTripTime: rtt, availableOutgoingBitrate: 1_000 * kbps },
    { id: 'o', type: 'outbound-rtp', kind: 'video', timestamp, bytesSent: 10_000 * number, packetsSent: 100 * number },
  ];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

const NOBODY = { emit: () => undefined };

let quality: CallQuality;
let events: string[];
let peers: FakePeer[];
let number: number;
let nowMs: number;

beforeEach(() => {
  quality = new CallQuality();
  events = [];
  peers = [peerNamed('bob')];
  number = 0;
  nowMs = 1_000_000;
});

const bob = (): FakePeer => peers[0] ?? peerNamed('nobody');

/** So many looks at everybody. */
function look(
  count: number,
  figures: Parameters<typeof lookAt>[1] = {},
  screen: { contentHint: string } | null = null,
) {
  const set = {
    peer: (id: PeerId) => peers.find((it) => it.id === id),
    peers: () => peers.map((it) => [it.id, it] as const),
  };
  const teller = {
    emit: (name: string, { peerId, level }: { peerId: PeerId; level: string }) =>
      events.push(`${name} ${peerId} ${level}`),
  };
  for (let time = 0; time < count; time += 1) {
    number += 1;
    nowMs += LOOK_MS;
    for (const { id } of peers) quality.judge(id, lookAt(number, figures), set, screen, teller, nowMs);
  }
}

describe('the level', () => {
  it('is told with the second look, and then only when it is another one', () => {
    look(1);
    expect(events).toEqual([]);
    look(5);
    expect(events).toEqual(['p2p-network-quality bob good']);
    look(2, { rtt: 0.4 });
    look(3);
    expect(events.slice(1)).toEqual(['p2p-network-quality bob low', 'p2p-network-quality bob good']);
    expect(bob().told.map(({ networkQuality }) => networkQuality)).toEqual(['good', 'low', 'good']);
  });

  it('is nothing of somebody who has left, or of a browser that does not answer', () => {
    quality.judge('carol' as PeerId, lookAt(1), { peer: () => undefined, peers: () => [] }, null, NOBODY);
    quality.judge(bob().id, lookAt(1), null, null, NOBODY);
    quality.judge(bob().id, new Map(), { peer: bob, peers: () => [] }, null, NOBODY);
    expect(bob().told).toEqual([]);
  });
});

describe('what is sent', () => {
  it('is less to everyone with each who comes, and more again when they leave', () => {
    look(1);
    expect(bob().sender.encoding.maxBitrate).toBe(2_000_000);
    peers.push(peerNamed('carol'), peerNamed('dave'));
    look(1);
    expect(peers.map(({ sender }) => sender.encoding.maxBitrate)).toEqual([700_000, 700_000, 700_000]);
    peers.splice(1);
    look(1);
    expect(bob().sender.encoding.maxBitrate).toBe(2_000_000);
  });

  it('beside a screen the camera is small', () => {
    look(1, {}, { contentHint: 'detail' });
    expect(bob().sender.encoding).toMatchObject({ maxBitrate: 250_000, maxFramerate: 15 });
  });

  it('is nothing where not even sound would get through, which is told, and comes back', () => {
    look(2);
    look(3, { kbps: 60 });
    expect(bob().sender.encoding.active).toBe(false);
    expect(bob().connection?.holdsCamera).toBe(true);
    expect(bob().judgement.ownCameraPaused).toBe(true);
    look(9);
    expect(bob().sender.encoding).toMatchObject({ active: true, maxBitrate: 2_000_000 });
    expect([bob().connection?.holdsCamera, bob().judgement.ownCameraPaused]).toEqual([false, false]);
  });

  it('is held back from one whose way is narrow, and not from the others', () => {
    peers.push(peerNamed('carol'));
    look(2);
    const set = { peer: () => bob(), peers: () => peers.map((it) => [it.id, it] as const) };
    for (let time = 0; time < 3; time += 1) {
      quality.judge(bob().id, lookAt((number += 1), { kbps: 60 }), set, null, NOBODY, (nowMs += LOOK_MS));
    }
    expect(peers.map(({ judgement }) => judgement.ownCameraPaused)).toEqual([true, false]);
    expect(peers.map(({ sender }) => sender.encoding.active)).toEqual([false, true]);
  });
});

describe('a processor that cannot keep up', () => {
  const busyLook = (count: number, isBusy: boolean): void => {
    const set = { peer: () => bob(), peers: () => [[bob().id, bob()] as const] };
    for (let time = 0; time < count; time += 1) {
      const report = lookAt((number += 1));
      const outbound = report.get('o');
      const limited = new Map(report).set('o', { ...outbound, qualityLimitationReason: isBusy ? 'cpu' : 'none' });
      quality.judge(bob().id, limited, set, null, NOBODY, (nowMs += LOOK_MS));
    }
  };

  it('gets smaller pictures to make, step by step, and larger ones after a while', () => {
    busyLook(1, true);
    expect(bob().sender.encoding.maxBitrate).toBe(2_000_000);
    busyLook(1, true);
    expect(bob().sender.encoding.maxBitrate).toBe(1_000_000);
    busyLook(12, true);
    expect(bob().sender.encoding.maxBitrate).toBe(700_000);
    busyLook(40, true);
    expect(bob().sender.encoding.maxBitrate).toBe(700_000);
    busyLook(13, false);
    expect(bob().sender.encoding.maxBitrate).toBe(1_000_000);
    busyLook(13, false);
    expect(bob().sender.encoding.maxBitrate).toBe(2_000_000);
  });
});

describe('what a peer says of its camera', () => {
  it('is believed, but not more than once a second', () => {
    look(1);
    const say = (held: unknown): void => bob().connection?.onbeat?.({ rx: true, tx: 0, held });
    const clock = vi.spyOn(performance, 'now').mockReturnValue(5_000);
    say(true);
    expect(bob().judgement.cameraPaused).toBe(true);
    for (let time = 0; time < 1_000; time += 1) say(time % 2 === 0 ? undefined : true);
    expect(bob().told).toHaveLength(1);
    clock.mockReturnValue(6_000);
    for (const other of ['true', 1, {}, null]) say(other);
    expect(bob().judgement.cameraPaused).toBe(false);
    clock.mockRestore();
  });

  it('counts no more once it has another connection', () => {
    look(1);
    const old = bob().connection;
    Object.assign(bob(), { connection: peerNamed('bob').connection });
    old?.onbeat?.({ rx: true, tx: 0, held: true });
    expect(bob().told).toEqual([]);
  });
});
