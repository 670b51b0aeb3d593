/** What the self-test says to the server, and what it makes of each answer. */
import { CLOSE_CODES, RELAY_LINES, SUBPROTOCOL } from '#protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { probeSignaling } from '../../../widget/diagnostics/probe-signaling.ts';
import type { SelfTestTarget } from '../../../widget/diagnostics/self-test-types.ts';
import { VirtualClock, settlePromises } from '../../support/virtual-clock.ts';
import { FakeSocket, welcomeFrom } from '../signaling/fake-worker.ts';

const TARGET: SelfTestTarget = {
  server: 'https://calls.example.com',
  signaling: 'worker',
  room: 'coffee',
  token: '',
  siteKey: '',
  getToken: null,
  audioOnly: false,
  dataOnly: false,
  iceServers: null,
  tracks: { camera: null, microphone: null },
  isInCall: false,
  givenIceServers: null,
};

let sockets: FakeSocket[] = [];
let asked: string[] = [];
let answer: { code?: string } = {};

beforeEach(() => {
  sockets = [];
  asked = [];
  answer = {};
});

function start(target: Partial<SelfTestTarget> = {}, signal = new AbortController().signal) {
  const clock = new VirtualClock();
  const probing = probeSignaling({ ...TARGET, ...target }, signal, {
    clock,
    fetch: async (url) => {
      asked.push(url);
      return Response.json(answer);
    },
    WebSocket: class extends FakeSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    } as unknown as typeof WebSocket,
  });
  return { probing, clock };
}

async function socket(): Promise<FakeSocket> {
  await settlePromises();
  const [made] = sockets;
  if (made === undefined) throw new Error('There is no socket.');
  return made;
}

function open(it: FakeSocket): void {
  it.readyState = 1;
  it.dispatchEvent(new Event('open'));
}

const say = (it: FakeSocket, text: string): void => void it.dispatchEvent(new MessageEvent('message', { data: text }));

describe('without credentials', () => {
  it('enters a room that nobody knows, counts three heartbeats, and leaves', async () => {
    const { probing, clock } = start();
    const it = await socket();
    expect(it.url).toMatch(/^wss:\/\/calls\.example\.com\/v1\/rooms\/self-test-[0-9a-f]{32}\/socket$/);
    expect(it.protocols).toEqual([SUBPROTOCOL]);
    open(it);
    expect(JSON.parse(it.sent[0] ?? '')).toMatchObject({ type: 'hello', name: '', state: {}, caps: [RELAY_LINES] });
    await clock.advance(30);
    say(it, JSON.stringify(welcomeFrom({ iceServers: [{ urls: ['stun:stun.example'] }] })));
    for (const ms of [25, 9, 14]) {
      await clock.advance(ms);
      say(it, 'pong');
    }
    expect(await probing).toEqual({
      ok: true,
      connectMs: 30,
      rttMs: 9,
      iceServers: [{ urls: ['stun:stun.example'] }],
    });
    expect(it.sent.slice(1)).toEqual(['ping', 'ping', 'ping', '{"type":"bye"}']);
    expect(it.closedWith).toBe(1000);
  });

  it('never takes the same room twice', async () => {
    start();
    const first = (await socket()).url;
    sockets = [];
    start();
    expect((await socket()).url).not.toBe(first);
  });

  it('that is refused before the opening asks why', async () => {
    answer = { code: 'token-invalid' };
    const { probing } = start();
    const it = await socket();
    it.dispatchEvent(new CloseEvent('close', { code: 1006 }));
    expect(await probing).toEqual({ ok: false, code: 'token-invalid', isStranger: true });
    expect(asked).toEqual([it.url.replace('wss', 'https')]);
  });

  it('takes the code of a close where the server does not say more', async () => {
    const { probing } = start();
    (await socket()).dispatchEvent(new CloseEvent('close', { code: CLOSE_CODES.rateLimited }));
    expect(await probing).toEqual({ ok: false, code: 'rate-limited', isStranger: true });
  });

  it('takes the word of the server', async () => {
    const { probing } = start();
    const it = await socket();
    open(it);
    say(it, 'nonsense');
    say(it, JSON.stringify({ type: 'error', code: 'server-error', fatal: true }));
    expect(await probing).toEqual({ ok: false, code: 'server-error', isStranger: true });
  });
});

describe('with a token or a site key', () => {
  it.for([
    [{ token: 'a.b.c' }, 'p2pcall.token.a.b.c'],
    [{ getToken: () => Promise.resolve('d.e.f') }, 'p2pcall.token.d.e.f'],
    [{ siteKey: 'pk_1234567890abcdef' }, 'p2pcall.key.pk_1234567890abcdef'],
  ] as const)('%o comes to the door of its room and says no hello', async ([credentials, offer]) => {
    const { probing, clock } = start(credentials);
    const it = await socket();
    expect(it.url).toBe('wss://calls.example.com/v1/rooms/coffee/socket');
    expect(it.protocols).toEqual([SUBPROTOCOL, offer]);
    open(it);
    for (let beat = 0; beat < 3; beat += 1) {
      await clock.advance(20);
      say(it, 'pong');
    }
    expect(await probing).toEqual({ ok: true, connectMs: 20, rttMs: 20, iceServers: null });
    expect(it.sent).toEqual(['ping', 'ping', 'ping']);
    expect(it.closedWith).toBe(1000);
  });

  it('that the site does not give asks nobody', async () => {
    const { probing } = start({ getToken: () => Promise.reject(new Error('503')) });
    expect(await probing).toEqual({ ok: false, code: 'token-invalid', isStranger: false });
    expect(sockets).toEqual([]);
  });

  it('without a room asks nobody', async () => {
    const { probing } = start({ token: 'a.b.c', room: '' });
    expect(await probing).toEqual({ ok: false, code: 'invalid-room', isStranger: false });
    expect(sockets).toEqual([]);
  });
});

it('is ended by its signal, and closes the socket', async () => {
  const ending = new AbortController();
  const { probing } = start({}, ending.signal);
  const made = await socket();
  ending.abort(new Error('enough'));
  await expect(probing).rejects.toThrow('enough');
  expect(made.closedWith).toBe(1000);
});
