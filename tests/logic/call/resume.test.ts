/** A call that takes back what the page before had, over signaling that a test speaks for. */
import type { ErrorCode, Incarnation, PeerId } from '#protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CallLife } from '../../../widget/call/call-life.ts';
import { DEFAULT_OPTIONS } from '../../../widget/call/call-options.ts';
import type { SignalingChannel, SignalingEvent } from '../../../widget/signaling/signaling-channel.ts';

const channels = vi.hoisted((): SignalingChannel[] => []);
vi.mock('../../../widget/signaling/create-signaling.ts', () => ({ createSignaling: () => scripted() }));

function scripted(): SignalingChannel {
  const channel: SignalingChannel = {
    inc: '0000000000000001' as Incarnation,
    state: 'connecting',
    onevent: null,
    keptDevices: () => ({ microphone: false, camera: false }),
    open() {},
    send() {},
    setState() {},
    rename() {},
    request: () => Promise.resolve(null),
    requestIceServers: () => Promise.resolve(null),
    checkPath() {},
    close() {},
  };
  channels.push(channel);
  return channel;
}

const say = (event: SignalingEvent): void => channels[0]?.onevent?.(event);
const refuse = (code: ErrorCode): void => say({ type: 'error', code, fatal: true });

function newLife(): { life: CallLife; told: string[] } {
  const told: string[] = [];
  const options = { ...DEFAULT_OPTIONS, room: 'coffee', dataOnly: true };
  const emit = (name: string): boolean => told.push(name) > 0;
  return { life: new CallLife({ options: () => options, emit, notify() {}, subscribe: () => () => {} }), told };
}

beforeEach(() => vi.stubGlobal('RTCPeerConnection', class {}));
afterEach(() => {
  vi.unstubAllGlobals();
  channels.length = 0;
});

it('ends without a word where the seat is gone: this is a first visit', async () => {
  const { life, told } = newLife();
  const resumed = life.resume();
  refuse('not-admitted');
  expect(await resumed).toBe(false);
  expect([life.state.phase, life.error, told.includes('p2p-error')]).toEqual(['idle', null, false]);
});

it('is back among those who wait, and hears that it is declined', async () => {
  const { life, told } = newLife();
  const resumed = life.resume();
  say({ type: 'wait', position: 1 });
  expect(life.state.phase).toBe('knocking');
  refuse('not-admitted');
  expect(await resumed).toBe(false);
  expect([life.state.phase, life.error?.code]).toEqual(['failed', 'not-admitted']);
  expect(told).toContain('p2p-error');
});

it('does not knock again by itself when it is declined, also where it was to join meanwhile', async () => {
  const { life } = newLife();
  void life.resume();
  const joined = life.join();
  say({ type: 'wait', position: 1 });
  refuse('not-admitted');
  await expect(joined).rejects.toMatchObject({ code: 'not-admitted' });
  expect(channels).toHaveLength(1);
});

it('has a seat in the end', async () => {
  const { life } = newLife();
  const resumed = life.resume();
  say({ type: 'wait', position: 1 });
  const room = { capacity: 4, role: 'guest', locked: false, lobby: true, knocks: [] } as const;
  say({ type: 'welcome', me: 'me' as PeerId, resumed: false, peers: [], iceServers: [], ...room });
  expect(await resumed).toBe(true);
  life.leave();
});
