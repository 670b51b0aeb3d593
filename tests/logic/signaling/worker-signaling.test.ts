import { describe, expect, it } from 'vitest';
import { HELLO_SUBPROTOCOL, PROTOCOL_VERSION, SUBPROTOCOL } from '#protocol';
import { COMMAND_TIMEOUT_MS } from '../../../widget/signaling/commands.ts';
import { FIRST_DEADLINE_MS } from '../../../widget/signaling/worker-signaling.ts';
import { alice, bob, bobInc, peerFrom, visit, welcomeFrom } from './fake-worker.ts';

describe('joining', () => {
  it('opens one socket at the address of the room, with the subprotocols', async () => {
    const page = visit();
    await page.join();
    expect(page.sockets).toHaveLength(1);
    expect(page.sockets[0]).toMatchObject({
      url: 'wss://calls.example.com/v1/rooms/coffee/socket',
      offers: [HELLO_SUBPROTOCOL, SUBPROTOCOL],
    });
  });

  it.each([
    ['http://localhost:8787', 'ws://localhost:8787/v1/rooms/coffee/socket'],
    ['https://calls.example.com/', 'wss://calls.example.com/v1/rooms/coffee/socket'],
  ])('makes of the server %s the socket address %s', async (server, url) => {
    const page = visit({ server });
    await page.join();
    expect(page.socket.url).toBe(url);
  });

  it('says hello first, with everything about this page', async () => {
    const page = visit();
    await page.join();
    page.socket.accept();
    expect(page.socket.messages()).toEqual([
      {
        type: 'hello',
        v: PROTOCOL_VERSION,
        inc: page.channel.inc,
        caps: ['chat', 'lines'],
        name: 'Alice',
        state: { muted: false },
      },
    ]);
  });

  it('gives every channel an incarnation of 64 bits', () => {
    const first = visit().channel.inc;
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(visit().channel.inc).not.toBe(first);
  });

  it('reports connecting, open and then the snapshot', async () => {
    const page = visit();
    await page.join();
    const waiting = [{ id: bob, name: 'Bob' }];
    const room = { name: 'coffee', capacity: 4, createdAt: 1, locked: true };
    await page.welcome({ peers: [peerFrom(bob)], role: 'host', waiting, room });
    expect(page.events).toEqual([
      { type: 'state', state: 'connecting' },
      { type: 'state', state: 'open' },
      {
        type: 'welcome',
        me: 'alice',
        resumed: false,
        capacity: 4,
        peers: [peerFrom(bob)],
        iceServers: [{ urls: ['stun:stun.example.com'] }],
        role: 'host',
        locked: true,
        lobby: false,
        knocks: waiting,
      },
    ]);
  });

  it('takes a server that knows no roles and no doors', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    expect(page.of('welcome')).toMatchObject([{ role: 'guest', locked: false, lobby: false, knocks: [] }]);
  });

  it('waits to be let in for as long as it takes, and tells the place', async () => {
    const page = visit();
    await page.join();
    page.socket.accept();
    page.socket.say({ type: 'wait', position: 2 });
    await page.clock.advance(FIRST_DEADLINE_MS);
    page.socket.say({ type: 'wait' });
    await page.settle();
    expect(page.of('wait').map(({ position }) => position)).toEqual([2, null]);
    expect(page.of('error')).toEqual([]);
    await page.welcome();
    expect(page.channel.state).toBe('open');
  });

  it('reports doors, roles, knocks and wishes', async () => {
    const page = visit();
    await page.join();
    await page.welcome({ rv: 10 });
    page.events.length = 0;
    page.socket.say({ type: 'event', rv: 11, event: 'lobby', on: true });
    page.socket.say({ type: 'event', rv: 12, event: 'lock', on: true });
    page.socket.say({ type: 'event', rv: 13, event: 'role', id: alice, role: 'host' });
    page.socket.say({ type: 'notice', notice: 'knock', id: bob, name: 'Bob' });
    page.socket.say({ type: 'notice', notice: 'knock-end', id: bob });
    page.socket.say({ type: 'notice', notice: 'mute', from: bob });
    await page.settle();
    expect(page.events).toEqual([
      { type: 'lobby', on: true },
      { type: 'lock', on: true },
      { type: 'peer-role', id: 'alice', role: 'host' },
      { type: 'knock', knock: { id: 'bob', name: 'Bob' } },
      { type: 'knock-end', id: 'bob' },
      { type: 'mute-request', from: 'bob' },
    ]);
  });

  it('reports nothing from inside a call', async () => {
    const page = visit();
    page.channel.open({ room: '..', name: '', state: {}, caps: [] });
    expect(page.events).toEqual([]);
    await page.settle();
    expect(page.of('error')).toEqual([{ type: 'error', code: 'invalid-room', fatal: true }]);
    page.channel.close();
  });

  it('opens once only', async () => {
    const page = visit();
    await page.join();
    await page.join();
    expect(page.sockets).toHaveLength(1);
  });
});

describe('events of the room', () => {
  it('come in the order of the wire, under their own names', async () => {
    const page = visit();
    await page.join();
    await page.welcome({ rv: 10 });
    page.events.length = 0;
    const peer = peerFrom(bob);
    page.socket.say({ type: 'event', rv: 11, event: 'join', peer });
    page.socket.say({ type: 'event', rv: 12, event: 'state', id: bob, state: { muted: true } });
    page.socket.say({ type: 'event', rv: 13, event: 'name', id: bob, name: 'Robert' });
    page.socket.say({ type: 'event', rv: 14, event: 'off', id: bob });
    page.socket.say({ type: 'event', rv: 15, event: 'on', peer });
    page.socket.say({ type: 'relay', from: bob, inc: bobInc, payload: { n: 1 } });
    page.socket.say({ type: 'event', rv: 16, event: 'leave', id: bob, reason: 'user_left' });
    await page.settle();
    expect(page.events).toEqual([
      { type: 'peer-join', peer },
      { type: 'peer-state', id: bob, state: { muted: true } },
      { type: 'peer-name', id: bob, name: 'Robert' },
      { type: 'peer-off', id: bob },
      { type: 'peer-on', peer },
      { type: 'relay', from: bob, inc: bobInc, payload: { n: 1 } },
      { type: 'peer-leave', id: bob, reason: 'user_left' },
    ]);
  });

  it('does not tell the page about itself', async () => {
    const page = visit();
    await page.join();
    await page.welcome({ rv: 10 });
    page.events.length = 0;
    page.socket.say({ type: 'event', rv: 11, event: 'state', id: 'alice', state: {} });
    page.socket.say({ type: 'event', rv: 12, event: 'name', id: 'alice', name: 'A' });
    page.socket.say({ type: 'event', rv: 13, event: 'off', id: bob });
    await page.settle();
    expect(page.events).toEqual([{ type: 'peer-off', id: bob }]);
  });

  it.each([10, 12, 5, 0])('a version %i after 10 makes it ask for a fresh snapshot', async (rv) => {
    const page = visit();
    await page.join();
    await page.welcome({ rv: 10 });
    const [first] = page.sockets;
    page.socket.say({ type: 'event', rv, event: 'off', id: bob });
    await page.settle();
    expect(first?.closedWith).toBe(1000);
    expect(first?.messages().map(({ type }) => type)).not.toContain('bye');
    expect(page.of('peer-off')).toEqual([]);
    await page.clock.advance(300);
    expect(page.sockets).toHaveLength(2);
  });

  it('an event of a newer server counts, so that the next one is no gap', async () => {
    const page = visit();
    await page.join();
    await page.welcome({ rv: 10 });
    page.socket.say({ type: 'event', rv: 11, event: 'dance', id: bob });
    page.socket.say({ type: 'event', rv: 12, event: 'off', id: bob });
    await page.settle();
    expect(page.of('peer-off')).toHaveLength(1);
    expect(page.sockets).toHaveLength(1);
  });

  it.each([
    ['an unknown type', '{"type":"hologram"}'],
    ['an unknown event', '{"type":"event","rv":11,"event":"dance"}'],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a malformed relay', '{"type":"relay","from":"<b>","inc":"x"}'],
  ])('%s is ignored', async (_, text) => {
    const page = visit();
    await page.join();
    await page.welcome({ rv: 10 });
    page.events.length = 0;
    page.socket.say(text);
    page.socket.say({ type: 'relay', from: bob, inc: bobInc, payload: 1 });
    await page.settle();
    expect(page.events).toEqual([{ type: 'relay', from: bob, inc: bobInc, payload: 1 }]);
  });
});

describe('what the page says', () => {
  it('goes to the one it is for', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    page.channel.send(bob, { n: 1 });
    expect(page.socket.messages().at(-1)).toEqual({ type: 'relay', to: bob, payload: { n: 1 } });
  });

  it('goes as a line and a payload to a server that takes it so, and is heard so', async () => {
    const page = visit();
    await page.join();
    await page.welcome({ caps: ['lines', 'later'] });
    page.channel.send(bob, { n: 'a\nb' });
    expect(page.socket.sent.at(-1)).toBe('relay bob\n{"n":"a\\nb"}');
    page.events.length = 0;
    page.socket.say(`relay bob ${bobInc}\n{"n":"a\\nb"}`);
    for (const wrong of ['', '{', '1\n2', '1,"from":"alice"']) page.socket.say(`relay bob ${bobInc}\n${wrong}`);
    page.socket.say(`relay <b> ${bobInc}\n1`);
    page.socket.say('relay bob 0\n1');
    await page.settle();
    expect(page.events).toEqual([{ type: 'relay', from: bob, inc: bobInc, payload: { n: 'a\nb' } }]);
  });

  it('is lost, not kept, while there is no connection', async () => {
    const page = visit();
    await page.join();
    page.channel.send(bob, 'early');
    await page.welcome();
    page.socket.drop();
    page.channel.send(bob, 'meanwhile');
    await page.clock.advance(300);
    await page.welcome({ resumed: true });
    expect(page.sockets.flatMap((socket) => socket.messages()).map(({ type }) => type)).toEqual(['hello', 'hello']);
  });

  it('is refused in words when it is larger than a server takes', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    page.channel.send(bob, 'x'.repeat(48 * 1024));
    await page.settle();
    expect(page.of('error')).toEqual([{ type: 'error', code: 'message-too-large', fatal: false }]);
    expect(page.socket.messages()).toHaveLength(1);
  });

  it('includes a new state and a new name, as they change', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    page.channel.setState({ muted: true });
    page.channel.rename('Alicia');
    expect(page.socket.messages().slice(1)).toEqual([
      { type: 'state', state: { muted: true } },
      { type: 'command', id: expect.stringMatching(/^[A-Za-z0-9_-]{1,32}$/), op: 'rename', name: 'Alicia' },
    ]);
  });

  it('includes of several states within a moment the last one alone', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    page.channel.setState({ microphone: true });
    await page.clock.advance(99);
    page.channel.setState({ microphone: true, camera: true });
    expect(page.socket.messages()).toHaveLength(1);
    await page.clock.advance(1);
    page.channel.setState({ microphone: false, camera: true });
    await page.clock.advance(100);
    expect(page.socket.messages().slice(1)).toEqual([
      { type: 'state', state: { microphone: true, camera: true } },
      { type: 'state', state: { microphone: false, camera: true } },
    ]);
  });

  it('includes, after the welcome, what changed while it was on its way', async () => {
    const page = visit();
    await page.join();
    page.socket.accept();
    page.channel.setState({ muted: true });
    page.socket.say(welcomeFrom());
    await page.settle();
    expect(page.socket.messages().slice(1)).toEqual([{ type: 'state', state: { muted: true } }]);
  });

  it('is bye when it leaves, and then the socket closes', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    page.channel.close();
    expect(page.socket.messages().at(-1)).toEqual({ type: 'bye' });
    expect(page.socket.closedWith).toBe(1000);
    await page.settle();
    expect(page.events.at(-1)).toEqual({ type: 'state', state: 'closed' });
    expect(page.clock.pendingCount).toBe(0);
  });

  it('is bye when the page goes away for good, and not when the browser keeps it', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    page.page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    expect(page.channel.state).toBe('open');
    page.page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    expect(page.socket.messages().at(-1)).toEqual({ type: 'bye', grace: true });
    expect(page.channel.state).toBe('closed');
  });
});

describe('asking for ICE servers', () => {
  const fresh = [{ urls: ['turn:turn.example.com'], username: 'u', credential: 'c' }];

  it('resolves with what the server answers, and what it says of their end', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    const asked = page.channel.requestIceServers(new AbortController().signal);
    const command = page.socket.messages().at(-1);
    expect(command).toMatchObject({ type: 'command', op: 'ice' });
    const issue = { iceServers: fresh, iceTtlMs: 3_600_000, relayEnds: true };
    if (command?.type === 'command') page.socket.say({ type: 'result', id: command.id, ok: true, ...issue });
    expect(await asked).toMatchObject(issue);
    page.channel.close();
    expect(page.clock.pendingCount).toBe(0);
  });

  it('is asked again under the same id after a reconnection', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    const asked = page.channel.requestIceServers(new AbortController().signal);
    const first = page.socket.messages().at(-1);
    page.socket.drop();
    await page.clock.advance(300);
    await page.welcome({ resumed: true });
    expect(page.socket.messages().at(-1)).toEqual(first);
    if (first?.type === 'command') page.socket.say({ type: 'result', id: first.id, ok: true, iceServers: fresh });
    expect(await asked).toMatchObject({ iceServers: fresh });
  });

  it.each([
    ['refuses', (id: string) => ({ type: 'result', id, ok: false, code: 'rate-limited' })],
    ['has none', (id: string) => ({ type: 'result', id, ok: true })],
  ])('resolves with null when the server %s', async (_, answer) => {
    const page = visit();
    await page.join();
    await page.welcome();
    const asked = page.channel.requestIceServers(new AbortController().signal);
    const command = page.socket.messages().at(-1);
    if (command?.type === 'command') page.socket.say(answer(command.id));
    expect(await asked).toBeNull();
  });

  it('resolves with null when nothing comes for 10 s', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    const asked = page.channel.requestIceServers(new AbortController().signal);
    await page.clock.advance(10_000);
    expect(await asked).toBeNull();
  });

  it('is not needed for those of the welcome, which say the same of their end', async () => {
    const page = visit();
    await page.join();
    await page.welcome({ iceServers: fresh, iceTtlMs: 60_000, relayEnds: true });
    const welcome = page.events.find(({ type }) => type === 'welcome');
    expect(welcome).toMatchObject({ iceServers: fresh, iceTtlMs: 60_000, relayEnds: true });
  });

  it('rejects when the caller gives up', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    const controller = new AbortController();
    const asked = page.channel.requestIceServers(controller.signal);
    controller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    await expect(page.channel.requestIceServers(controller.signal)).rejects.toThrow('enough');
  });
});

describe('a request', () => {
  it('is answered with nothing where it was done, else with the reason', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    const [admitted, locked] = [
      page.channel.request({ op: 'admit', peer: bob }),
      page.channel.request({ op: 'lock', on: true }),
    ];
    const [first, second] = page.socket.messages().filter((it) => it.type === 'command');
    expect([first, second]).toMatchObject([
      { op: 'admit', peer: 'bob' },
      { op: 'lock', on: true },
    ]);
    page.socket.say({ type: 'result', id: second?.id, ok: true });
    page.socket.say({ type: 'result', id: first?.id, ok: false, code: 'room-full' });
    expect(await admitted).toBe('room-full');
    expect(await locked).toBeNull();
  });

  it('is sent again under the same id over the next socket', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    const ended = page.channel.request({ op: 'end' });
    const sent = page.socket.messages().at(-1);
    page.socket.drop();
    await page.clock.advance(300);
    await page.welcome({ resumed: true });
    expect(page.socket.messages().at(-1)).toEqual(sent);
    page.channel.close();
    expect(await ended).toBe('signaling-unreachable');
  });

  it('is given up where nobody answers, and at once where the channel is closed', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    const asked = page.channel.request({ op: 'kick', peer: bob });
    await page.clock.advance(COMMAND_TIMEOUT_MS);
    expect(await asked).toBe('signaling-unreachable');
    page.channel.close();
    expect(await page.channel.request({ op: 'end' })).toBe('signaling-unreachable');
  });
});
