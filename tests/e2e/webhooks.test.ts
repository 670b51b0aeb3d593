/** Webhooks of the real Worker to a real server, which checks them as README says: also when the Worker is killed meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DevServer } from '../../worker/dev/dev-server.ts';
import { readmeCheck } from '../logic/webhooks/readme-check.ts';
import { type Received, receiver } from '../logic/webhooks/receiver.ts';
import { until } from '../support/until.ts';

const WEBHOOK_SECRET = 'whsec_q9/3mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPiO6BvMxTyE=';

let directory: string;
let worker: DevServer | null = null;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'p2p-call-'));
});
afterEach(async () => {
  await worker?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function start(webhookUrl: string): Promise<DevServer> {
  worker = await DevServer.start({
    stateDirectory: join(directory, 'state'),
    logFile: join(directory, 'dev.log'),
    vars: { WEBHOOK_URL: webhookUrl, WEBHOOK_SECRET },
  });
  return worker;
}

const typeOf = ({ body }: Received): unknown => JSON.parse(body).type;

it('what a server could not take is sent again by a Worker that was killed meanwhile', async () => {
  const isFromMyCalls = await readmeCheck();
  await using owner = await receiver((response, index) => response.writeHead(index === 0 ? 503 : 204).end());
  const { received } = owner;
  const first = await start(owner.url);
  const socket = new WebSocket(`${first.url.replace('http', 'ws')}/v1/rooms/coffee/socket`, 'p2pcall.v1');
  socket.addEventListener('open', () =>
    socket.send(JSON.stringify({ type: 'hello', v: 1, inc: '0123456789abcdef', caps: [], name: 'Ann' })),
  );
  await until('the first attempt', async () => received.length > 0);
  await first.kill();
  await start(owner.url);
  // Nobody comes by: the alarm alone wakes the room.
  await until('what was missed', async () => received.length >= 3, { timeoutMs: 30_000 });
  expect(received.slice(0, 3).map(typeOf)).toEqual(['room.started', 'room.started', 'participant.joined']);
  expect(received[1]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id']);
  for (const { headers, body } of received) expect(isFromMyCalls(headers, body, WEBHOOK_SECRET)).toBe(true);
}, 120_000);
