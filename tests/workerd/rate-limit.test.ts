/** How often one address may ask for a socket. The counters are those of wrangler.toml, emulated by the runtime. */
import { listDurableObjectIds } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { SUBPROTOCOL } from '#protocol';
import { app } from '../../worker/http/app.ts';
import { networkOf } from '../../worker/http/rate-limit.ts';
import wranglerToml from '../../wrangler.toml?raw';
import { newRoom, socketUrl, upgrade } from './support/client.ts';
import { logLines, print } from './support/log-lines.ts';

/** As in wrangler.toml, for 10 s. */
const PER_ADDRESS = 200;
const PER_ADDRESS_AND_ROOM = 30;

let addressCount = 0;

/** An address that no other test of this file uses: the counters outlive a test. */
function newAddress(): string {
  addressCount += 1;
  return `198.51.100.${addressCount}`;
}

/** Opens a socket and leaves it. */
async function knock(room: string, address: string): Promise<Response> {
  const answer = await upgrade(room, { 'CF-Connecting-IP': address });
  answer.webSocket?.accept();
  answer.webSocket?.close();
  return answer;
}

/** The first refusal. The counters are of a window of time that may end in between: then it takes twice as many. */
async function refusal(limit: number, ask: () => Response | Promise<Response>): Promise<Response> {
  for (let i = 0; i <= 2 * limit; i++) {
    const answer = await ask();
    if (answer.status === 429) return answer;
  }
  throw new Error(`${2 * limit + 1} requests were let through`);
}

describe('sockets for one address', () => {
  it('are few for one room, and the refusal says when to come back', async () => {
    const [room, address] = [newRoom(), newAddress()];
    const refused = await refusal(PER_ADDRESS_AND_ROOM, () => knock(room, address));
    expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
    expect(refused.headers.get('Retry-After')).toBe('10');
  });

  it('are refused to a page that asks without an upgrade, too, so that it learns why', async () => {
    const [room, address] = [newRoom(), newAddress()];
    const headers = { 'CF-Connecting-IP': address, Origin: 'https://shop.example' };
    const refused = await refusal(PER_ADDRESS_AND_ROOM, () => app.request(socketUrl(room), { headers }, env));
    expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
    expect(refused.headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
  });

  it('do not count for another address, or for another room', async () => {
    const [room, address] = [newRoom(), newAddress()];
    await refusal(PER_ADDRESS_AND_ROOM, () => knock(room, address));
    expect((await knock(room, newAddress())).status).toBe(101);
    expect((await knock(newRoom(), address)).status).toBe(101);
  });

  it('wake few objects when 2,000 are asked for, each with a room of its own', async () => {
    const before = (await listDurableObjectIds(env.ROOMS)).length;
    const address = newAddress();
    // One window of the counter, however long the test takes.
    let count = 0;
    const counter = { limit: () => Promise.resolve({ success: (count += 1) <= PER_ADDRESS }) };
    const settings = { ...env, REQUESTS_PER_ADDRESS: counter, REQUESTS_PER_ADDRESS_AND_ROOM: undefined };
    const headers = { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': SUBPROTOCOL, 'CF-Connecting-IP': address };
    const ask = async (): Promise<number> => {
      const { status, webSocket } = await app.request(socketUrl(newRoom()), { headers }, settings);
      webSocket?.accept();
      webSocket?.close();
      return status;
    };
    const statuses: number[] = [];
    while (statuses.length < 2_000) statuses.push(...(await Promise.all(Array.from({ length: 20 }, ask))));
    const woken = (await listDurableObjectIds(env.ROOMS)).length - before;
    print(`2,000 sockets asked for by one address: ${woken} objects woken`);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2_000 - PER_ADDRESS);
    expect(woken).toBe(PER_ADDRESS);
    expect(logLines.join('\n')).not.toContain(address);
  }, 60_000);

  it.each([undefined, '127.0.0.1', '::1', '::ffff:127.0.0.1'])('%s are not counted', async (address) => {
    const room = newRoom();
    const headers: Record<string, string> = address === undefined ? {} : { 'CF-Connecting-IP': address };
    for (let i = 0; i < PER_ADDRESS_AND_ROOM + 10; i++) {
      const { status } = await app.request(socketUrl(room), { headers }, env);
      expect(status).toBe(426);
    }
  });

  it('are not limited where the binding is missing or fails', async () => {
    const broken = { limit: () => Promise.reject(new Error('198.51.100.200')) };
    const room = newRoom();
    const headers = { 'CF-Connecting-IP': '198.51.100.200' };
    const none = { ...env, REQUESTS_PER_ADDRESS: undefined, REQUESTS_PER_ADDRESS_AND_ROOM: undefined };
    for (let i = 0; i < PER_ADDRESS_AND_ROOM + 10; i++)
      expect((await app.request(socketUrl(room), { headers }, none)).status).toBe(426);
    const failing = { ...env, REQUESTS_PER_ADDRESS: broken, REQUESTS_PER_ADDRESS_AND_ROOM: broken };
    expect((await app.request(socketUrl(room), { headers }, failing)).status).toBe(426);
    expect(logLines).toEqual(['{"event":"rate-limit-failed"}']);
  });
});

describe('wrangler.toml', () => {
  it.each([
    ['REQUESTS_PER_ADDRESS', PER_ADDRESS],
    ['REQUESTS_PER_ADDRESS_AND_ROOM', PER_ADDRESS_AND_ROOM],
  ])('has %s with %i in 10 s', (name, limit) => {
    const [, ...tables] = wranglerToml.split('[[ratelimits]]');
    const table = tables.find((text) => text.includes(`name = "${name}"\n`));
    expect(table).toContain(`simple = { limit = ${limit}, period = 10 }`);
  });
});

describe('who is counted together', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:0'],
    ['2001:DB8:1:2::9', '2001:db8:1:0'],
    ['2001:0db8:0001:00ff:ffff::', '2001:db8:1:0'],
    ['2001:db8:1:100::', '2001:db8:1:100'],
    ['2001:db8:1:abcd::', '2001:db8:1:ab00'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1:2:3:4:5', '0:0:0:0'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
