/** The hello that goes with the request for a socket: said once, whoever the server is. */
import { describe, expect, it } from 'vitest';
import { HELLO_SUBPROTOCOL, PROTOCOL_VERSION, SUBPROTOCOL } from '#protocol';
import { STUCK_MS } from '../../../widget/signaling/room-socket.ts';
import { visit, welcomeFrom } from './fake-worker.ts';

/** A token of HTTP. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const typesOf = (messages: readonly { readonly type: string }[]): string[] => messages.map(({ type }) => type);

describe('the hello of a page', () => {
  it('goes with the request, with everything about this page', async () => {
    const page = visit();
    await page.join({ name: 'Ann (\u754c) "\ud83d\ude00"' });
    expect(page.socket.carried).toMatchObject({
      type: 'hello',
      v: PROTOCOL_VERSION,
      inc: page.channel.inc,
      caps: expect.arrayContaining(['chat']),
      name: 'Ann (\u754c) "\ud83d\ude00"',
      state: { muted: false },
    });
  });

  it('is offered before the version that every server knows, beside the token, in tokens that differ', async () => {
    const page = visit({ tokens: () => ({ token: 'a.b.c', getToken: null }) });
    await page.join({ name: '\u754c, "(;=/?{}' });
    const { protocols } = page.socket;
    expect(page.socket.offers).toEqual([HELLO_SUBPROTOCOL, SUBPROTOCOL, 'p2pcall.token.a.b.c']);
    for (const name of protocols) expect(name).toMatch(TOKEN);
    expect(new Set(protocols).size).toBe(protocols.length);
  });

  it('is not said again where the server has taken it', async () => {
    const page = visit();
    await page.join();
    page.socket.accept(HELLO_SUBPROTOCOL);
    page.socket.say(welcomeFrom());
    await page.settle();
    expect(page.socket.sent).toEqual([]);
    expect(page.channel.state).toBe('open');
  });

  it('is the first frame where the server has not', async () => {
    const page = visit();
    await page.join();
    const { carried } = page.socket;
    page.socket.accept(SUBPROTOCOL);
    expect(page.socket.messages()).toEqual([carried]);
  });

  it('is a frame alone when it is too long for a header', async () => {
    const page = visit();
    const state = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`key${i}`, 'x'.repeat(128)]));
    await page.join({ state });
    expect(page.socket.protocols).toEqual([SUBPROTOCOL]);
    page.socket.accept();
    expect(page.socket.messages()).toMatchObject([{ type: 'hello', state }]);
  });

  it('that proves the seat of before is a frame: a request that was given up may arrive after a later one, and take the seat back', async () => {
    const page = visit({ delaysSockets: () => false });
    await page.join();
    page.socket.accept(HELLO_SUBPROTOCOL);
    page.socket.say(welcomeFrom({ session: 'session-1', key: 'key-1' }));
    for (const key of ['key-1', 'key-2']) {
      page.socket.drop();
      await page.clock.advance(1_000);
      expect(page.socket.carried).toBeNull();
      page.socket.accept(SUBPROTOCOL);
      expect(page.socket.messages()).toMatchObject([{ type: 'hello', session: 'session-1', key }]);
      page.socket.say(welcomeFrom({ session: 'session-1', key: 'key-2', resumed: true }));
    }
    expect(page.sockets).toHaveLength(3);
  });

  it('of a second attempt is a frame: the first one may have brought a seat', async () => {
    const page = visit({ delaysSockets: () => false });
    await page.join();
    expect(page.socket.carried).not.toBeNull();
    page.socket.drop();
    await page.clock.advance(1_000);
    expect(page.sockets).toHaveLength(2);
    expect(page.socket.carried).toBeNull();
    page.socket.accept(SUBPROTOCOL);
    expect(page.socket.messages()).toMatchObject([{ type: 'hello', inc: page.channel.inc }]);
  });

  it('that is refused is told at once, not when the socket closes', async () => {
    const page = visit();
    await page.join();
    page.socket.accept(HELLO_SUBPROTOCOL);
    page.socket.say({ type: 'error', code: 'room-locked', fatal: true });
    await page.settle();
    expect(page.of('error')).toEqual([{ type: 'error', code: 'room-locked', fatal: true }]);
    expect(page.channel.state).toBe('closed');
  });

  it('that is refused for its token goes again with another one', async () => {
    const page = visit({ tokens: () => ({ token: 'old', getToken: () => Promise.resolve('new') }) });
    await page.join();
    page.socket.accept(HELLO_SUBPROTOCOL);
    page.socket.say({ type: 'error', code: 'token-invalid', fatal: false });
    await page.settle();
    expect(page.sockets.map(({ offers }) => offers.at(-1))).toEqual(['p2pcall.token.old', 'p2pcall.token.new']);
    expect(page.sockets[0]?.closedWith).toBe(1000);
    page.socket.accept(SUBPROTOCOL);
    expect(page.socket.messages()).toMatchObject([{ type: 'hello', inc: page.channel.inc }]);
  });
});

describe('who leaves before the server has answered', () => {
  it('says so when it has: the request may have brought a seat', async () => {
    const page = visit();
    await page.join();
    page.channel.close();
    expect(page.socket.closedWith).toBe(undefined);
    page.socket.accept(HELLO_SUBPROTOCOL);
    expect(typesOf(page.socket.messages())).toEqual(['bye']);
    expect(page.socket.closedWith).toBe(1000);
    page.socket.say(welcomeFrom());
    await page.settle();
    expect(page.of('welcome')).toEqual([]);
  });

  it('waits no longer than a socket takes', async () => {
    const page = visit();
    await page.join();
    page.channel.close();
    await page.clock.advance(STUCK_MS);
    expect(page.socket.closedWith).toBe(1000);
    expect(page.socket.sent).toEqual([]);
  });

  it('closes at once when another socket is to take its place', async () => {
    const page = visit();
    await page.join();
    await page.clock.advance(STUCK_MS + 1);
    page.page.dispatchEvent(new Event('online'));
    expect(page.sockets.map(({ closedWith }) => closedWith)).toEqual([1000, undefined]);
  });
});
