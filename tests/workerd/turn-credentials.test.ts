/** TURN credentials as a member gets them: its own with the welcome, and fresh ones when it asks. */
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { IceServer } from '#protocol';
import type { TurnEnv } from '../../worker/runtime/turn/turn-setting.ts';
import { Client, newRoom, until } from './support/client.ts';
import { INTERRUPTIONS, storedState, travel } from './support/object.ts';
import { logLines } from './support/log-lines.ts';

const SHARED_SECRET = { TURN_URLS: 'turn:turn.example:3478', TURN_SECRET: '5f1c9a0be37d42688e1ab0c4d9f27356' };
const CLOUDFLARE = { TURN_KEY_ID: '0a1b2c3d4e5f6071', TURN_KEY_API_TOKEN: '9f8e7d6c5b4a39281706f5e4d3c2b1a0' };
const SETTINGS = [...Object.keys(SHARED_SECRET), ...Object.keys(CLOUDFLARE), 'TURN_TTL_SECONDS'];

/** Worker and objects run in the isolate of the tests and see the same settings. */
function configure(settings: TurnEnv): void {
  Object.assign(env, settings);
}

afterEach(() => {
  for (const name of SETTINGS) Reflect.deleteProperty(env, name);
});

/** The credentials in a list; the first TURN server's. */
function relayOf(servers: readonly IceServer[] | undefined): IceServer {
  const relay = servers?.find(({ username }) => username !== undefined);
  if (relay === undefined) throw new Error(`no relay in ${JSON.stringify(servers)}`);
  return relay;
}

async function renewed(client: Client, id: string): Promise<readonly IceServer[]> {
  const result = await client.command(id, 'ice');
  return result.ok ? (result.iceServers ?? []) : [];
}

/** Cloudflare's API: each answer comes when the test says so. It is made where it was asked for: the runtime does not let one
 *  object read what another one was sent. */
function cloudflare(): { readonly asked: string[]; answer(status: number, user: string): void } {
  const asked: string[] = [];
  const answers: { readonly status: number; readonly user: string }[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const place = asked.push(String(input instanceof Request ? input.url : input)) - 1;
    const { status, user } = await until(`answer ${place}`, () => answers[place]);
    const relay = { urls: ['turn:turn.cloudflare.com:3478'], username: user, credential: `${user}-pass` };
    return Response.json({ iceServers: [relay] }, { status });
  });
  return { asked, answer: (status, user) => void answers.push({ status, user }) };
}

/** Waits for request number `count` and answers it. */
async function answered(provider: ReturnType<typeof cloudflare>, count: number, user: string): Promise<void> {
  await until(`request ${count}`, () => provider.asked.length === count);
  provider.answer(201, user);
}

/** Joins with what the provider gives as its answer number `count`. */
async function joined(
  provider: ReturnType<typeof cloudflare>,
  room: string,
  count: number,
  user: string,
): ReturnType<typeof Client.join> {
  const joining = Client.join(room);
  await answered(provider, count, user);
  return joining;
}

describe('the command ice', () => {
  it('is answered with fresh credentials beside the shared STUN', async () => {
    const ann = await Client.join(newRoom());
    expect(ann.welcome.iceServers).toEqual([{ urls: ['stun:stun.cloudflare.com:3478'] }]);
    configure(SHARED_SECRET);
    const servers = await renewed(ann, '1');
    expect(servers).toEqual([
      { urls: ['stun:stun.cloudflare.com:3478'] },
      {
        urls: ['turn:turn.example:3478'],
        username: expect.stringMatching(/^\d+:[A-Za-z0-9_-]{12}$/),
        credential: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/),
      },
    ]);
    const endsAtMs = Number(relayOf(servers).username?.split(':')[0]) * 1_000;
    expect(Math.abs(endsAtMs - Date.now() - 3_600_000)).toBeLessThan(5_000);
  });

  it('gives each member its own, and one member new ones every 10 s at most', async () => {
    configure(SHARED_SECRET);
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    const first = relayOf(await renewed(ann, '1'));
    expect(relayOf(await renewed(bob, '1')).username).not.toBe(first.username);
    expect(relayOf(await renewed(ann, '2'))).toEqual(first);
    travel(10_001);
    expect(relayOf(await renewed(ann, '3')).username).not.toBe(first.username);
  });

  it('does not hold up anything else while the provider thinks', async () => {
    configure(CLOUDFLARE);
    const room = newRoom();
    const provider = cloudflare();
    const ann = await joined(provider, room, 1, 'at-the-door');
    ann.send({ type: 'command', id: 'slow', op: 'ice' });
    await until('the request', () => provider.asked.length === 2);
    expect(await ann.command('quick', 'rename', { name: 'Ann' })).toMatchObject({ ok: true });
    expect(ann.raw.join()).not.toContain('slow');
    provider.answer(201, 'fresh');
    const result = await ann.next('result').then((quick) => (quick.id === 'slow' ? quick : ann.next('result')));
    expect(result).toMatchObject({ id: 'slow', ok: true });
    expect(relayOf(result.ok ? result.iceServers : []).username).toBe('fresh');
  });
});

describe('what can go wrong meanwhile', () => {
  it('a provider that fails leaves what the socket had', async () => {
    configure(CLOUDFLARE);
    const provider = cloudflare();
    const ann = await joined(provider, newRoom(), 1, 'at-the-door');
    ann.send({ type: 'command', id: '1', op: 'ice' });
    await until('the request', () => provider.asked.length === 2);
    provider.answer(500, 'nobody');
    const result = await ann.next('result');
    expect(relayOf(result.ok ? result.iceServers : []).username).toBe('at-the-door');
    expect(logLines).toEqual(['{"event":"turn-refused","code":500}']);
  });

  it('a member that fails to get any joins without', async () => {
    configure(CLOUDFLARE);
    const provider = cloudflare();
    const joining = Client.join(newRoom());
    await until('the request', () => provider.asked.length === 1);
    provider.answer(429, 'nobody');
    expect((await joining).welcome.iceServers).toEqual([{ urls: ['stun:stun.cloudflare.com:3478'] }]);
  });

  it('a socket that is gone when the answer comes', async () => {
    configure(CLOUDFLARE);
    const room = newRoom();
    const provider = cloudflare();
    const ann = await joined(provider, room, 1, 'at-the-door');
    ann.send({ type: 'command', id: '1', op: 'ice' });
    await until('the request', () => provider.asked.length === 2);
    ann.close(1000);
    await ann.closing();
    provider.answer(201, 'late');
    const coming = Client.resume(room, ann.welcome);
    await answered(provider, 3, 'again');
    const back = await coming;
    expect([back.welcome.me, relayOf(back.welcome.iceServers).username]).toEqual([ann.welcome.me, 'again']);
  });

  it('hibernation: the socket keeps the newest', async () => {
    configure(SHARED_SECRET);
    const room = newRoom();
    const ann = await Client.join(room);
    travel(10_001);
    const newest = relayOf(await renewed(ann, '1'));
    expect(newest).not.toEqual(relayOf(ann.welcome.iceServers));
    await INTERRUPTIONS.hibernate(room);
    for (const name of SETTINGS) Reflect.deleteProperty(env, name);
    expect(relayOf(await renewed(ann, '2'))).toEqual(newest);
  });
});

describe('credentials', () => {
  it('come with the welcome, made anew for each socket, and are kept in no row and no log', async () => {
    configure(SHARED_SECRET);
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    const relays = [relayOf(ann.welcome.iceServers), relayOf(bob.welcome.iceServers)];
    expect(relays[0]?.username).not.toBe(relays[1]?.username);
    const kept = JSON.stringify([await storedState(room), logLines]);
    for (const { username, credential } of relays) {
      expect(kept).not.toContain(username);
      expect(kept).not.toContain(credential);
    }
    // Whose they are, only this Worker knows.
    expect(relays[0]?.username).not.toContain(ann.welcome.me);
  });

  it("of one who is kicked are revoked, all that this socket was given, and nobody else's", async () => {
    configure(CLOUDFLARE);
    const room = newRoom();
    const provider = cloudflare();
    const host = await joined(provider, room, 1, 'host');
    const guest = await joined(provider, room, 2, 'first');
    const renewing = renewed(guest, '1');
    await answered(provider, 3, 'second');
    await renewing;
    host.send({ type: 'command', id: '1', op: 'kick', peer: guest.welcome.me });
    expect((await guest.closing()).code).toBe(4410);
    for (const count of [4, 5]) {
      await until(`request ${count}`, () => provider.asked.length === count);
      provider.answer(500, 'nobody');
    }
    await until('the log', () => logLines.length === 3);
    expect(provider.asked.slice(3).map((url) => url.split('/').slice(-2).join('/'))).toEqual([
      'first/revoke',
      'second/revoke',
    ]);
    expect(logLines.toSorted()).toEqual([
      '{"event":"refused","code":4410}',
      '{"event":"turn-revoke-failed","code":500}',
      '{"event":"turn-revoke-failed","code":500}',
    ]);
    expect(host.closed).toBe(null);
  });
});

describe('a page is told how long they last', () => {
  it('by the welcome and by the command, less the time that has passed', async () => {
    configure({ ...SHARED_SECRET, TURN_TTL_SECONDS: '600' });
    const ann = await Client.join(newRoom());
    expect(ann.welcome.iceTtlMs).toBeGreaterThan(590_000);
    expect(ann.welcome.iceTtlMs).toBeLessThanOrEqual(600_000);
    // A relay of one's own server lives on.
    expect(ann.welcome.relayEnds).toBeUndefined();
    await renewed(ann, '1');
    travel(9_000);
    const same = await ann.command('2', 'ice');
    if (!same.ok) throw new Error(same.code);
    expect(same.iceTtlMs).toBeGreaterThan(580_000);
    expect(same.iceTtlMs).toBeLessThanOrEqual(591_000);
  });

  it('and that relays end with them, where they do', async () => {
    configure(CLOUDFLARE);
    const ann = await joined(cloudflare(), newRoom(), 1, 'at-the-door');
    expect(ann.welcome.relayEnds).toBe(true);
    expect(ann.welcome.iceTtlMs).toBeGreaterThan(4 * 3_600_000 - 10_000);
  });

  it('and nothing, where they do not end', async () => {
    const { welcome } = await Client.join(newRoom());
    expect([welcome.iceTtlMs, welcome.relayEnds]).toEqual([undefined, undefined]);
  });

  it('of the old ones, where the provider fails to make others', async () => {
    configure(CLOUDFLARE);
    const provider = cloudflare();
    const ann = await joined(provider, newRoom(), 1, 'at-the-door');
    travel(60_000);
    ann.send({ type: 'command', id: '1', op: 'ice' });
    await until('the request', () => provider.asked.length === 2);
    provider.answer(503, 'nobody');
    const result = await ann.next('result');
    if (!result.ok) throw new Error(result.code);
    expect(relayOf(result.iceServers).username).toBe('at-the-door');
    expect(result.iceTtlMs).toBeLessThanOrEqual(4 * 3_600_000 - 60_000);
    expect(result.relayEnds).toBe(true);
  });
});

describe('who waits in the lobby', () => {
  /** A room with a lobby, its host, and one who waits, without a word about relays to them. */
  async function lobby(): Promise<{ host: Client; waiting: Client; id: string }> {
    const room = newRoom();
    const host = await Client.join(room);
    await host.command('1', 'lobby', { on: true });
    const waiting = await Client.open(room);
    waiting.hello();
    const notice = await host.next('notice');
    return { host, waiting, id: 'id' in notice ? notice.id : '' };
  }

  it('is given none, not even when asking for them', async () => {
    configure(SHARED_SECRET);
    const { waiting } = await lobby();
    waiting.send({ type: 'command', id: '1', op: 'ice' });
    await waiting.next('error');
    expect(waiting.raw.join()).not.toContain('turn:');
  });

  it('learns with the welcome that they are old by then, and renews', async () => {
    configure({ ...SHARED_SECRET, TURN_TTL_SECONDS: '300' });
    const { host, waiting, id } = await lobby();
    travel(60_000);
    host.send({ type: 'command', id: '2', op: 'admit', peer: id });
    const welcome = await waiting.next('welcome');
    expect(welcome.iceTtlMs).toBeLessThanOrEqual(240_000);
    const result = await waiting.command('1', 'ice');
    expect(result.ok && result.iceTtlMs).toBeGreaterThan(290_000);
  });
});

describe('a kick', () => {
  it('in the middle of a renewal gives nothing more to the one who is gone', async () => {
    configure(CLOUDFLARE);
    const room = newRoom();
    const provider = cloudflare();
    const host = await joined(provider, room, 1, 'host');
    const guest = await joined(provider, room, 2, 'first');
    guest.send({ type: 'command', id: '1', op: 'ice' });
    await until('the request', () => provider.asked.length === 3);
    host.send({ type: 'command', id: '1', op: 'kick', peer: guest.welcome.me });
    expect((await guest.closing()).code).toBe(4410);
    // What comes of the renewal is thrown away; what the guest had is revoked.
    provider.answer(201, 'second');
    await answered(provider, 4, 'nobody');
    expect(provider.asked[3]).toContain('first/revoke');
    expect(guest.raw.join()).not.toContain('second');
  });

  it('is the only end that revokes: who leaves has nothing to lose', async () => {
    configure(CLOUDFLARE);
    const room = newRoom();
    const provider = cloudflare();
    const host = await joined(provider, room, 1, 'host');
    const guest = await joined(provider, room, 2, 'guest');
    guest.send({ type: 'bye' });
    await until('the leave', () => host.heard.some((it) => it.type === 'event' && it.event === 'leave'));
    await guest.closing();
    expect(provider.asked).toHaveLength(2);
  });
});
