/** What whoever has no token learns of rooms: nothing, and no room hears of it (T21). */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { SUBPROTOCOL } from '#protocol';
import { app } from '../../worker/http/app.ts';
import { signToken } from '../../worker/http/sign-token.ts';
import { Client, newRoom, socketUrl } from './support/client.ts';
import { print } from './support/log-lines.ts';

const secret = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
const TOKENS = { TOKEN_SECRETS: JSON.stringify({ k1: secret }) };

/** Rooms in every state that somebody could wish to know of. They are filled without tokens, which is the same room. */
async function roomsInEveryState() {
  const rooms = {
    never: newRoom(),
    open: newRoom(),
    full: newRoom(),
    locked: newRoom(),
    lobby: newRoom(),
    left: newRoom(),
  };
  await Client.join(rooms.open);
  expect((await Client.join(rooms.full, { capacity: 2 })).welcome.room.capacity).toBe(2);
  await Client.join(rooms.full);
  expect(await (await Client.join(rooms.locked)).command('c1', 'lock', { on: true })).toMatchObject({ ok: true });
  expect(await (await Client.join(rooms.lobby)).command('c1', 'lobby', { on: true })).toMatchObject({ ok: true });
  const gone = await Client.join(rooms.left);
  gone.send({ type: 'bye' });
  await gone.closing();
  return rooms;
}

/** The Worker with a count of how often it addresses any room. */
function counting(settings: Record<string, string>) {
  const addressed: string[] = [];
  const ROOMS = {
    getByName: (name: string) => {
      addressed.push(name);
      return env.ROOMS.getByName(name);
    },
  };
  const ask = async (room: string, headers: Record<string, string>): Promise<string> => {
    const answer = await app.request(socketUrl(room), { headers }, { ...env, ...settings, ROOMS });
    answer.webSocket?.accept();
    answer.webSocket?.close();
    return JSON.stringify([answer.status, [...answer.headers], await answer.text()]);
  };
  return { addressed, ask };
}

const upgrade = (offer: string): Record<string, string> => ({
  Upgrade: 'websocket',
  'Sec-WebSocket-Protocol': `${SUBPROTOCOL}${offer}`,
});

describe('rooms that are open, full, locked, with a lobby, left or never were', () => {
  it('answer the same to everyone without a token for them, byte for byte, and are not woken', async () => {
    const rooms = Object.values(await roomsInEveryState());
    const stranger = await signToken({ room: 'elsewhere', kid: 'k1', secret });
    const { addressed, ask } = counting(TOKENS);
    const [first, ...more] = await Promise.all(
      rooms.flatMap((room) => [ask(room, upgrade('')), ask(room, upgrade(`, p2pcall.token.${stranger}`))]),
    );
    expect(first).toContain('token-invalid');
    expect(new Set([first, ...more]).size).toBe(1);
    const questions = await Promise.all(
      rooms.flatMap((room) => [ask(room, {}), ask(room, { Authorization: `Bearer ${stranger}` })]),
    );
    expect([...new Set(questions)]).toEqual([expect.stringContaining('token-invalid')]);
    expect(addressed).toEqual([]);
  });

  it('answer the same question without an upgrade also where no token is asked for', async () => {
    const rooms = Object.values(await roomsInEveryState());
    const { addressed, ask } = counting({});
    const answers = await Promise.all(rooms.map((room) => ask(room, { Origin: 'https://shop.example' })));
    expect([...new Set(answers)]).toEqual([expect.stringContaining('Open a WebSocket here.')]);
    expect(addressed).toEqual([]);
  });

  it('are told apart only by whoever has a token for them', async () => {
    const { full, locked } = await roomsInEveryState();
    const { addressed, ask } = counting(TOKENS);
    for (const room of [full, locked]) {
      const token = await signToken({ room, kid: 'k1', secret });
      expect(await ask(room, upgrade(`, p2pcall.token.${token}`))).toMatch(/^\[101/);
    }
    expect(addressed).toEqual([full, locked]);
  });
});

describe('10,000 guessed names', () => {
  it('have one answer', async () => {
    const { addressed, ask } = counting(TOKENS);
    const seen = new Set<string>();
    const startedAtMs = performance.now();
    for (let i = 0; i < 10_000; i += 500)
      for (const answer of await Promise.all(
        Array.from({ length: 500 }, (_, j) => ask(`guess-${i + j}`, j % 2 === 0 ? {} : upgrade(''))),
      ))
        seen.add(answer);
    print(`10,000 guessed names: ${(performance.now() - startedAtMs).toFixed(0)} ms, ${seen.size} answer`);
    expect(seen.size).toBe(1);
    expect(addressed).toEqual([]);
  }, 60_000);
});
