/** Cloudflare's TURN API, played by a server of our own that answers as its documentation says, and as networks do. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloudflareTurn } from '../../../worker/runtime/turn/cloudflare-turn.ts';
import type { TurnProvider } from '../../../worker/runtime/turn/turn-provider.ts';

const TOKEN = 'the-token-of-the-key';
const TURN_URLS = [
  'turn:turn.cloudflare.com:3478?transport=udp',
  'turn:turn.cloudflare.com:3478?transport=tcp',
  'turns:turn.cloudflare.com:5349?transport=tcp',
  'turns:turn.cloudflare.com:443?transport=tcp',
];
/** As in https://developers.cloudflare.com/realtime/turn/generate-credentials/ */
const ISSUED = {
  iceServers: [
    { urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.cloudflare.com:53'] },
    { urls: [...TURN_URLS, 'turn:turn.cloudflare.com:53?transport=udp'], username: 'user-1', credential: 'pass-1' },
  ],
};

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: unknown;
}

type Answer = (response: ServerResponse) => void;

const json =
  (status: number, value: unknown): Answer =>
  (response) =>
    void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));

const asked: Asked[] = [];
const logged: string[] = [];
let answer: Answer = json(201, ISSUED);
let api = '';

const server = createServer((request: IncomingMessage, response) => {
  let text = '';
  request.on('data', (chunk) => (text += String(chunk)));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    const body: unknown = text === '' ? null : JSON.parse(text);
    asked.push({ method, url, authorization: headers.authorization ?? '', body });
    answer(response);
  });
});

const provider = (timeoutMs = 3_000): TurnProvider =>
  cloudflareTurn({ keyId: 'key-1', apiToken: TOKEN, ttlSeconds: 14_400, api, timeoutMs });

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/turn/keys`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked.length = 0;
  logged.length = 0;
  answer = json(201, ISSUED);
  for (const level of ['log', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void logged.push(words.map(String).join(' ')));
});

describe('credentials of Cloudflare', () => {
  it('are asked for with the token in a header and the time in the body', async () => {
    await provider().issue('Xy-9', 0);
    expect(asked).toEqual([
      {
        method: 'POST',
        url: '/v1/turn/keys/key-1/credentials/generate-ice-servers',
        authorization: `Bearer ${TOKEN}`,
        body: { ttl: 14_400 },
      },
    ]);
  });

  it('are asked for as long as they are wanted, in whole seconds', async () => {
    await provider().issue('Xy-9', 0, 4_000.9);
    expect(asked).toMatchObject([{ body: { ttl: 4_000 } }]);
  });

  it('come without STUN and without the port that browsers refuse', async () => {
    expect(await provider().issue('Xy-9', 0)).toEqual([{ urls: TURN_URLS, username: 'user-1', credential: 'pass-1' }]);
    expect(logged).toEqual([]);
  });

  const slowly: Answer = () => undefined;
  const brokenOff: Answer = (response) => void response.destroy();
  const halfWay: Answer = (response) => {
    response.writeHead(201, { 'Content-Length': '1000' }).write('{"iceServers":[');
    response.destroy();
  };
  const elsewhere: Answer = (response) => void response.writeHead(302, { Location: `${api}/stolen` }).end();
  const text =
    (body: string, status = 201): Answer =>
    (response) =>
      void response.writeHead(status).end(body);

  it.each<[string, Answer, string, number?]>([
    ['a wrong token', json(401, { errors: [{ code: 10_000, message: TOKEN }] }), 'turn-refused', 401],
    ['a token of another key', json(403, { errors: [{ code: 10_000, message: TOKEN }] }), 'turn-refused', 403],
    ['an unknown key', json(404, {}), 'turn-refused', 404],
    ['too many', json(429, {}), 'turn-refused', 429],
    ['an error', json(500, {}), 'turn-refused', 500],
    ['an overload', text('<html>'.repeat(2_000), 503), 'turn-refused', 503],
    ['another success', json(200, ISSUED), 'turn-refused', 200],
    ['a redirect', elsewhere, 'turn-refused', 302],
    ['no answer in time', slowly, 'turn-unreachable'],
    ['a connection that breaks', brokenOff, 'turn-unreachable'],
    ['half an answer', halfWay, 'turn-unreachable'],
    ['garbage', text('<html>'), 'turn-answer-unreadable'],
    ['nothing', text(''), 'turn-answer-unreadable'],
    ['null', text('null'), 'turn-answer-unreadable'],
    ['another shape', json(201, { iceServers: { urls: 'turn:a.example' } }), 'turn-answer-unreadable'],
    [
      'nothing but the port that browsers refuse',
      json(201, { iceServers: [{ urls: 'turn:turn.cloudflare.com:53', username: 'u', credential: 'c' }] }),
      'turn-answer-unreadable',
    ],
    ['no relay', json(201, { iceServers: [ISSUED.iceServers[0]] }), 'turn-answer-unreadable'],
    ['a relay without credentials', json(201, { iceServers: [{ urls: TURN_URLS }] }), 'turn-answer-unreadable'],
    [
      'far too much',
      json(201, { iceServers: [{ urls: TURN_URLS, username: 'u', credential: 'c'.repeat(5_000) }] }),
      'turn-answer-unreadable',
    ],
  ])('are none after %s, and the log says so in one line', async (_, bad, event, code) => {
    answer = bad;
    expect(await provider(bad === slowly ? 50 : 3_000).issue('Xy-9', 0)).toBe(null);
    expect(asked).toHaveLength(1);
    expect(logged.map((line): unknown => JSON.parse(line))).toEqual([
      { event, ...(code === undefined ? {} : { code }) },
    ]);
  });
});

describe('revoking', () => {
  it('names the user', async () => {
    answer = (response) => void response.writeHead(204).end();
    expect(await provider().revoke('user/1?')).toBe(true);
    expect(asked).toMatchObject([
      { method: 'POST', url: '/v1/turn/keys/key-1/credentials/user%2F1%3F/revoke', authorization: `Bearer ${TOKEN}` },
    ]);
  });

  it.each<[string, Answer, number]>([
    ['for a user that is not known', json(404, {}), 404],
    ['for a wrong token', json(401, {}), 401],
    ['because there was no answer', (response) => void response.destroy(), 0],
  ])('that fails %s is one line in the log', async (_, bad, code) => {
    answer = bad;
    expect(await provider().revoke('user-1')).toBe(false);
    expect(logged).toEqual([JSON.stringify({ event: 'turn-revoke-failed', code })]);
  });
});
