/** G10: no name, text, description, candidate, address, token or room is in the log, whatever a client does. */
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { app } from '../../worker/http/app.ts';
import { Client, newRoom, socketUrl, upgrade } from './support/client.ts';
import { logLines, print } from './support/log-lines.ts';
import { ringAlarm } from './support/object.ts';
import { isOwnLine } from './support/own-line.ts';

const NAME = 'Marie-Curie';
const TEXT = 'meet-me-at-noon';
const ADDRESS = '203.0.113.77';
const CANDIDATE = `candidate:1 1 udp 2122260223 ${ADDRESS} 46243 typ host`;
const TOKEN = 'eyJhbGciOiJub25lIn0.eyJyb29tIjoiY29mZmVlIn0.';
const ROOM = 'very-private-room';
const PRIVATE = [NAME, TEXT, ADDRESS, 'candidate', TOKEN, 'eyJ', ROOM, 'hunter2'];

describe('the check of every line', () => {
  it.each(['{"event":"refused","code":4400}', '{"event":"ignored-types","count":12}', '{"event":"turn-missing"}'])(
    'takes %s',
    (line) => {
      expect(isOwnLine(line)).toBe(true);
    },
  );

  it.each([
    '{"event":"refused","name":"Marie-Curie"}',
    '{"event":"Marie-Curie"}',
    '{"event":"refused","code":"eyJhbGciOiJub25lIn0"}',
    `{"event":"refused ${ADDRESS}"}`,
    '{"event":"refused","count":2031137700000,"room":1}',
    'Error: no such room: coffee',
    '',
  ])('finds %j', (line) => {
    expect(isOwnLine(line)).toBe(false);
  });
});

describe('the console of this lane', () => {
  it('is heard by whoever runs it: this line must come there (tests/support/lanes.ts)', () => {
    print('{"event":"console-heard"}');
  });
});

describe('G10', () => {
  it('holds for what people say, and for what breaks the rules', async () => {
    const ann = await Client.join(ROOM, { name: NAME, state: { topic: TEXT } });
    const bob = await Client.join(ROOM, { name: NAME });
    ann.send({ type: 'relay', to: bob.welcome.me, payload: { description: { type: 'offer', sdp: CANDIDATE } } });
    ann.send({ type: 'relay', to: 'nobody', payload: TEXT });
    ann.send({ type: TEXT, name: NAME });
    ann.send({ type: 'command', id: '1', op: TEXT });
    await ann.command('2', 'rename', { name: `${NAME} ${TEXT}` });
    bob.sendRaw(`{"type":"relay","to":"${NAME}"`);
    expect((await bob.closing()).code).toBe(4400);
    const eve = await Client.open(ROOM);
    eve.send({ type: 'hello', v: 1, inc: TOKEN, name: NAME });
    await eve.closing();
    const flood = await Client.join(ROOM, { name: NAME });
    for (let i = 0; i < 100; i++) flood.send({ type: 'state', state: { topic: `${TEXT}${i}` } });
    expect((await flood.closing()).code).toBe(4429);
    await ringAlarm(ROOM);
    expect(logLines).toContain('{"event":"refused","code":4400}');
    expect(logLines).toContain('{"event":"undelivered-relays","count":1}');
    for (const word of PRIVATE) expect(logLines.join('\n')).not.toContain(word);
  });

  it('holds for requests that are refused', async () => {
    const headers = { 'CF-Connecting-IP': ADDRESS, Authorization: `Bearer ${TOKEN}`, 'User-Agent': NAME };
    await upgrade(ROOM, { ...headers, 'Sec-WebSocket-Protocol': `p2pcall.token.${TOKEN}` });
    await upgrade(`${ROOM}%20`, headers);
    for (const path of [`/v1/${TEXT}`, `/v1/rooms/${ROOM}/${TEXT}`, `/v1/tokens?${TOKEN}`])
      await exports.default.fetch(
        new Request(`https://calls.example.com${path}`, { method: 'POST', headers, body: TEXT }),
      );
    for (const settings of [
      { ICE_SERVERS: '[{"credential":"hunter2"}]' },
      { ALLOWED_ORIGINS: 'hunter2' },
      { TURN_URLS: 'turn:a.example', TURN_SECRET: 'hunter2' },
      { TOKEN_SECRETS: 'hunter2' },
      { ADMIN_KEY: 'hunter2' },
      { WEBHOOK_URL: 'http://hunter2.example', WEBHOOK_SECRET: 'hunter2' },
    ])
      await app.request(socketUrl(ROOM), { headers }, { ...env, ...settings });
    const broken = { getByName: () => ({ fetch: () => Promise.reject(new Error(`${ROOM} ${ADDRESS}`)) }) };
    const socket = { ...headers, Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'p2pcall.v1' };
    const answer = await app.request(socketUrl(newRoom()), { headers: socket }, { ...env, ROOMS: broken });
    expect(answer.status).toBe(503);
    expect(logLines).toContain('{"event":"ice-servers-invalid"}');
    expect(logLines).toContain('{"event":"room-unreachable"}');
    for (const word of PRIVATE) expect(logLines.join('\n')).not.toContain(word);
  });
});
