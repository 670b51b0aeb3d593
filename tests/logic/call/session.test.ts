/** One stay in a room over signaling that a test speaks for; without a browser every connection fails to be made. */
import type { ErrorCode, Incarnation, PeerId, PeerInfo } from '#protocol';
import { describe, expect, it } from 'vitest';
import { CallSession, type SessionEvents } from '../../../widget/call/session.ts';
import { NO_TRACKS } from '../../../widget/peer/media-connection.ts';
import type { SignalingChannel, SignalingEvent, SignalingState } from '../../../widget/signaling/signaling-channel.ts';

class FakeChannel implements SignalingChannel {
  readonly inc = '0000000000000001' as Incarnation;
  state: SignalingState = 'open';
  onevent: ((event: SignalingEvent) => void) | null = null;
  isClosed = false;
  iceRequestCount = 0;
  keptDevices = (): null => null;
  open(): void {}
  send(): void {}
  setState(): void {}
  rename(): void {}
  checkPath(): void {}
  request = (): Promise<null> => Promise.resolve(null);
  requestIceServers = (): Promise<null> => {
    this.iceRequestCount += 1;
    return Promise.resolve(null);
  };
  close(): void {
    this.isClosed = true;
  }

  welcome(me: string, ...peers: PeerInfo[]): void {
    this.say(welcomeFrom(me, peers));
  }

  say(event: SignalingEvent): void {
    this.onevent?.(event);
  }
}

function welcomeFrom(me: string, peers: readonly PeerInfo[]): SignalingEvent {
  const room = { capacity: 4, locked: false, lobby: false, knocks: [] };
  return { type: 'welcome', me: me as PeerId, resumed: false, peers, iceServers: [], role: 'guest', ...room };
}

const peer = (id: string): PeerInfo => ({
  id: id as PeerId,
  inc: '00000000000000ff' as Incarnation,
  on: true,
  name: id,
  caps: [],
  state: {},
  joinedAt: 0,
});

function sessionWith(change: Partial<SessionEvents> = {}): {
  session: CallSession;
  channel: FakeChannel;
  told: string[];
} {
  const channel = new FakeChannel();
  const told: string[] = [];
  const nothing = (): void => {};
  const session: CallSession = new CallSession({
    channel,
    plan: 'none',
    iceServers: null,
    iceTransportPolicy: 'all',
    tracks: () => NO_TRACKS,
    events: {
      onseated: () => told.push(`seated ${session.me}`),
      onwait: () => told.push('wait'),
      onroom: nothing,
      onmuterequest: (from) => told.push(`mute ${from}`),
      onsignalinglost: nothing,
      onerror: (code: ErrorCode) => told.push(code),
      onjoin: ({ id }) => told.push(`join ${id}`),
      onupdate: nothing,
      onleave: ({ id }, reason) => told.push(`leave ${id} ${reason}`),
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
      ...change,
    },
  });
  return { session, channel, told };
}

describe('a seat that is another one', () => {
  it('lets everyone leave before they are met anew, so that nobody is met twice and nobody stays for ever', () => {
    const { session, channel, told } = sessionWith();
    channel.welcome('me1', peer('ann'), peer('bob'));
    channel.welcome('me2', peer('bob'));
    expect(told).toEqual([
      'seated me1',
      'join ann',
      'join bob',
      'leave ann unknown',
      'leave bob unknown',
      'seated me2',
      'join bob',
    ]);
    expect([...(session.peers?.participants.keys() ?? [])]).toEqual(['bob']);
    session.close();
  });

  it('that is the same one keeps everyone', () => {
    const { session, channel, told } = sessionWith();
    channel.welcome('me', peer('ann'));
    channel.welcome('me', peer('ann'));
    expect(told).toEqual(['seated me', 'join ann', 'seated me']);
    session.close();
  });
});

describe('a room with a lobby', () => {
  it('is seen before the seat is told, and everyone of the old seat leaves where this page must wait again', () => {
    const { session, channel, told } = sessionWith({
      onseated: () => told.push(`seated as ${session.view.role}`),
      onroom: ({ role, queuePosition }, previous) => told.push(`${previous.role} to ${role}, place ${queuePosition}`),
    });
    channel.say({ type: 'wait', position: 2 });
    channel.welcome('me', peer('ann'));
    channel.say({ type: 'peer-role', id: 'me' as PeerId, role: 'host' });
    channel.say({ type: 'peer-role', id: 'ann' as PeerId, role: 'agent' });
    expect(session.peers?.participants.get('ann' as PeerId)?.role).toBe('agent');
    channel.say({ type: 'wait', position: null });
    expect(told).toEqual([
      'wait',
      'null to null, place 2',
      'seated as guest',
      'join ann',
      'null to guest, place null',
      'guest to host, place null',
      'leave ann unknown',
      'wait',
      'host to null, place null',
    ]);
    expect(session.me).toBeNull();
    session.close();
  });

  it('asks for quiet', () => {
    const { session, channel, told } = sessionWith();
    channel.welcome('me', peer('ann'));
    channel.say({ type: 'mute-request', from: 'ann' as PeerId });
    expect(told.at(-1)).toBe('mute ann');
    session.close();
  });
});

describe('whoever leaves from inside an event', () => {
  it('meets nobody any more', () => {
    const { session, channel, told } = sessionWith({
      onjoin: ({ id }) => {
        told.push(`join ${id}`);
        session.close();
      },
    });
    channel.welcome('me', peer('ann'), peer('bob'));
    expect(told).toEqual(['seated me', 'join ann']);
    expect(session.peersFor()).toEqual([]);
    expect(channel.isClosed).toBe(true);
  });

  it('of the old seat takes no new one', () => {
    const { session, channel, told } = sessionWith({
      onleave: ({ id }) => {
        told.push(`leave ${id}`);
        session.close();
      },
    });
    channel.welcome('me1', peer('ann'));
    channel.welcome('me2', peer('bob'));
    expect(told).toEqual(['seated me1', 'join ann', 'leave ann']);
  });
});

it('finds one peer, all, or none', () => {
  const { session, channel } = sessionWith();
  expect(session.peersFor()).toBeNull();
  channel.welcome('me', peer('ann'), peer('bob'));
  expect(session.peersFor()?.length).toBe(2);
  expect(session.peersFor('ann' as PeerId)?.length).toBe(1);
  expect(session.peersFor('eve' as PeerId)).toBeNull();
  session.close();
});
