/** A `hello` that comes with the request for the socket: as good as one in a frame, and a round trip earlier. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { HELLOS_PER_MINUTE, HELLO_SUBPROTOCOL, MAX_CARRIED_HELLO_LENGTH, SUBPROTOCOL } from '#protocol';
import { Client, hexOf, newInc, newRoom, offersOf, until, upgrade } from './support/client.ts';
import { DeskClient, newDesk, newSession } from './support/desk-client.ts';
import { INTERRUPTIONS, alarmAtMs, storedState } from './support/object.ts';

const helloOf = (fields: Record<string, unknown> = {}): object => ({
  type: 'hello',
  v: 1,
  inc: newInc(),
  caps: [],
  ...fields,
});

const answerTo = (room: string, offer: readonly string[], headers: Record<string, string> = {}): Promise<Response> =>
  upgrade(room, { 'Sec-WebSocket-Protocol': offer.join(', '), ...headers });

describe('a hello with the request', () => {
  it('is answered by a welcome without a word from the page', async () => {
    const room = newRoom();
    const answer = await answerTo(room, offersOf(helloOf({ name: 'Ann (界)' })));
    expect(answer.headers.get('Sec-WebSocket-Protocol')).toBe(HELLO_SUBPROTOCOL);
    const ann = Client.from(answer);
    const welcome = await ann?.next('welcome');
    expect(welcome).toMatchObject({ resumed: false, rv: 1 });
    expect(await storedState(room)).toMatchObject({ seats: [{ id: welcome?.me, name: 'Ann (界)' }] });
  });

  it('tells the others, and is a seat like every other', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    const bob = await Client.greet(room, { name: 'Bob' });
    const { me } = await bob.next('welcome');
    expect((await ann.event('join')).peer).toMatchObject({ id: me, name: 'Bob', inc: bob.inc, on: true });
    ann.send({ type: 'relay', to: me, payload: 'to Bob' });
    bob.send({ type: 'relay', to: ann.welcome.me, payload: 'to Ann' });
    await until('both', () => ann.relays.length + bob.relays.length === 2);
    expect([ann.relays, bob.relays]).toEqual([['to Ann'], ['to Bob']]);
  });

  it('gives a seat that hibernation knows', async () => {
    const room = newRoom();
    const ann = await Client.greet(room);
    await ann.next('welcome');
    await INTERRUPTIONS.hibernate(room);
    await ann.settled();
    expect(ann.errors).toEqual([]);
  });

  it('takes a seat back by session and key, which change', async () => {
    const room = newRoom();
    const first = await Client.greet(room);
    const { me, session, key } = await first.next('welcome');
    const second = await Client.greet(room, { session, key });
    const welcome = await second.next('welcome');
    expect(welcome).toMatchObject({ me, session, resumed: true });
    expect(welcome.key).not.toBe(key);
    expect(first.errors).toMatchObject([{ code: 'duplicate-session' }]);
    expect((await first.closing()).code).toBe(4409);
  });

  it('leads into the queue where there is a lobby', async () => {
    const room = newRoom();
    const host = await Client.join(room);
    await host.command('1', 'lobby', { on: true });
    const guest = await Client.greet(room, { name: 'Guest' });
    await guest.next('wait');
    const { id } = await host.next('notice').then((notice) => (notice.notice === 'knock' ? notice : { id: '' }));
    await host.command('2', 'admit', { peer: id });
    expect((await guest.next('welcome')).me).toBe(id);
  });

  it('leaves no alarm that waits for a hello', async () => {
    const room = newRoom();
    const ann = await Client.greet(room);
    await ann.next('welcome');
    expect(((await alarmAtMs(room)) ?? 0) - Date.now()).toBeGreaterThan(60_000);
  });

  it('is the first and only one: another in a frame is refused', async () => {
    const ann = await Client.greet(newRoom());
    await ann.next('welcome');
    ann.hello();
    expect(await ann.next('error')).toMatchObject({ code: 'bad-message' });
    expect((await ann.closing()).code).toBe(4400);
  });
});

describe('a hello with the request is not taken', () => {
  const prefixed = (hello: object): string => `p2pcall.hello.${hexOf(JSON.stringify(hello))}`;

  it.each([
    ['by who does not offer the version that knows it', [SUBPROTOCOL, prefixed(helloOf())], {}],
    ['without one', [HELLO_SUBPROTOCOL, SUBPROTOCOL], {}],
    [
      'when it is too long for a header',
      [HELLO_SUBPROTOCOL, SUBPROTOCOL, prefixed(helloOf({ state: { x: 'x'.repeat(MAX_CARRIED_HELLO_LENGTH) } }))],
      {},
    ],
    ['as early data, which may be a repeat', offersOf(helloOf()), { 'Early-Data': '1' }],
  ])('%s; the page says it itself', async (_, offer, headers) => {
    const room = newRoom();
    const answer = await answerTo(room, offer, headers);
    expect(answer.headers.get('Sec-WebSocket-Protocol')).toBe(SUBPROTOCOL);
    const ann = Client.from(answer);
    expect(await storedState(room)).toBe(null);
    ann?.hello();
    expect(await ann?.next('welcome')).toMatchObject({ rv: 1 });
  });

  it('in place of the version that every Worker knows', async () => {
    const answer = await answerTo(newRoom(), [HELLO_SUBPROTOCOL, prefixed(helloOf())]);
    expect([answer.status, await answer.json()]).toMatchObject([426, { code: 'unsupported-version' }]);
  });
});

describe('a hello with the request is refused as in a frame', () => {
  it.each([
    ['no digits', 'zz', 'bad-message', 4400],
    ['half a byte', '7b7', 'bad-message', 4400],
    ['no UTF-8', '22ff22', 'bad-message', 4400],
    ['no JSON', hexOf('{'), 'bad-message', 4400],
    ['nothing', '', 'bad-message', 4400],
    ['another message', hexOf('{"type":"bye"}'), 'bad-message', 4400],
    ['an unknown message', hexOf('{"type":"dance"}'), 'bad-message', 4400],
    ['another version', hexOf('{"type":"hello","v":2}'), 'unsupported-version', 4426],
    ['half a hello', hexOf('{"type":"hello","v":1}'), 'bad-message', 4400],
    ['a poisoned one', hexOf(JSON.stringify(helloOf()).replace('{', '{"__proto__":{},')), 'bad-message', 4400],
  ])('%s', async (_, hello, code, closeCode) => {
    const room = newRoom();
    const client = Client.from(await answerTo(room, [HELLO_SUBPROTOCOL, SUBPROTOCOL, `p2pcall.hello.${hello}`]));
    expect(await client?.next('error')).toEqual({ type: 'error', code, fatal: true });
    expect((await client?.closing())?.code).toBe(closeCode);
    expect(await storedState(room)).toBe(null);
  });

  it('two at once', async () => {
    const offer = offersOf(helloOf()).concat(`p2pcall.hello.${hexOf('{}')}`);
    const client = Client.from(await answerTo(newRoom(), offer));
    expect(await client?.next('error')).toMatchObject({ code: 'bad-message' });
  });

  it('into a full room', async () => {
    const room = newRoom();
    await Client.join(room, { capacity: 2 });
    await Client.join(room);
    const third = await Client.greet(room);
    expect(await third.next('error')).toEqual({ type: 'error', code: 'room-full', fatal: true });
    expect((await third.closing()).code).toBe(4453);
  });

  it('of a stranger who comes too often, while a member comes back', async () => {
    const room = newRoom();
    const ann = await Client.greet(room);
    const welcome = await ann.next('welcome');
    const strangers: Client[] = [];
    for (let i = 0; i < HELLOS_PER_MINUTE; i++) {
      const stranger = await Client.greet(room);
      strangers.push(stranger);
      await until('an answer', () => stranger.heard.length > 0);
      stranger.close();
    }
    const last = strangers.at(-1);
    expect(last?.errors).toMatchObject([{ code: 'rate-limited', fatal: false }]);
    expect(last?.errors[0]?.retryMs).toBeGreaterThan(0);
    expect((await last?.closing())?.code).toBe(4429);
    const { session, key } = welcome;
    const back = await Client.greet(room, { session, key });
    expect((await back.next('welcome')).resumed).toBe(true);
  });
});

describe('at a desk', () => {
  const heardBy = (client: DeskClient): Promise<unknown> => until('an answer', () => client.heard[0]);

  it('agents and visitors are welcomed without a word', async () => {
    const { desk, settings } = newDesk();
    const agent = await DeskClient.greet(desk, 'p2pcall.token.development-ann', settings, { name: 'Ann' });
    expect(await heardBy(agent)).toMatchObject({ type: 'welcome', role: 'agent', agents: [{ name: 'Ann' }] });
    await agent.ok('status', { status: 'available' });
    const session = newSession();
    const visitor = await DeskClient.greet(desk, null, settings, { session });
    expect(await heardBy(visitor)).toMatchObject({ type: 'welcome', role: 'visitor', call: null });
    await visitor.ok('call', { session, name: 'Vera' });
    const { call } = await visitor.event('own');
    const again = await DeskClient.greet(desk, null, settings, { session });
    expect(await heardBy(again)).toMatchObject({ type: 'welcome', call: { id: call.id } });
  });

  it('is told with it how the desk is set up, and waits for no other', async () => {
    const { desk, settings } = newDesk({ departments: ['sales'] });
    const visitor = await DeskClient.greet(desk, null, settings);
    expect(await heardBy(visitor)).toMatchObject({ availability: { departments: [{ name: 'sales' }] } });
    const alarm = await runInDurableObject(env.DESK_OBJECTS.getByName(desk), (_, { storage }) => storage.getAlarm());
    expect((alarm ?? 0) - Date.now()).toBeGreaterThan(60_000);
  });

  it('what is no hello is refused, and so is a second one', async () => {
    const { desk, settings } = newDesk();
    const wrong = await DeskClient.greet(desk, null, settings, { type: 'bye' });
    expect(await heardBy(wrong)).toMatchObject({ type: 'error', code: 'bad-message', fatal: true });
    expect(await wrong.closing()).toBe(4400);
    const visitor = await DeskClient.greet(desk, null, settings);
    await heardBy(visitor);
    visitor.hello();
    expect(await visitor.closing()).toBe(4400);
  });
});
