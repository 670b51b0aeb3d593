/** G10 where people meet: what the Worker writes about a whole call, and that what must not be written would be found. */
import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCast } from '../support/cast.ts';
import { leaksIn, ownLineCount } from '../support/log-leaks.ts';
import { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const TOKEN = 'eyJhbGciOiJub25lIn0.eyJyb29tIjoiY29mZmVlIn0.x';

describe('the log of the Worker', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());
  const cast = useCast(['chromium'], () => server.url);

  it('tells nothing of who met, where, and what they said, also when rules are broken', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice'), cast.join('Bob')]);
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await alice.evaluate((element) => element.sendMessage('hello back').then(() => undefined));
    await until('the message has come', async () => (await bob.messages()).length === 1);
    await alice.evaluate((element) => element.toggleMicrophone(false));
    const addresses = await bob.evaluate(async (element) => {
      const reports = [...(await element.getStats()).values()].flatMap((report) => [...report.values()]);
      return reports.flatMap(({ type, address }) => (type.endsWith('candidate') && address ? [String(address)] : []));
    });
    expect(addresses.length).toBeGreaterThan(0);

    const url = `${server.url}/v1/rooms/${cast.room}/socket`;
    await fetch(url, { headers: { Authorization: `Bearer ${TOKEN}`, 'CF-Connecting-IP': '203.0.113.77' } });
    await fetch(`${server.url}/v1/${TOKEN}`);
    const socket = new WebSocket(url.replace('http', 'ws'), ['p2pcall.v1']);
    socket.onopen = () => socket.send(JSON.stringify({ type: 'relay', to: 'Bob', payload: `v=0 ${TOKEN}` }));
    await until('the refusal is in the log', async () => server.log.includes('{"event":"refused"'));
    await bob.evaluate((element) => element.leave());
    await alice.waitForState('waiting');

    expect(ownLineCount(server.log)).toBeGreaterThan(0);
    expect(leaksIn(server.log, [TOKEN, ...addresses.filter((address) => address !== '127.0.0.1')])).toEqual([]);
  });

  it('is searched when a server stops: what stands in it fails the test', async () => {
    const other = await TestServer.start();
    appendFileSync(other.logFile, '{"event":"refused","room":"coffee"}\n');
    await expect(other.stop()).rejects.toThrow('not an event of ours: {"event":"refused","room":"coffee"}');
  });
});
