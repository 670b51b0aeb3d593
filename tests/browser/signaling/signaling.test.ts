import { describe, expect, it, vi } from 'vitest';
import { LocalSignaling } from '../../../widget/signaling/local-signaling.ts';
import type { SignalingChannel, SignalingEvent } from '../../../widget/signaling/signaling-channel.ts';
import { WorkerSignaling } from '../../../widget/signaling/worker-signaling.ts';

function open(channel: SignalingChannel, room = 'coffee') {
  const events: SignalingEvent[] = [];
  channel.onevent = (event) => events.push(event);
  channel.open({ room, name: 'Ann', state: {}, caps: [] });
  return events;
}

describe('the browser’s own WebSocket', () => {
  it.each(['nowhere at all://', 'ftp://127.0.0.1', 'http://[', 'http://127.0.0.1:99999'])(
    'refuses the server %j, which is an error event and no exception',
    async (server) => {
      const events = open(new WorkerSignaling({ server }));
      await vi.waitFor(() => {
        expect(events).toEqual([
          { type: 'state', state: 'connecting' },
          { type: 'error', code: 'signaling-unreachable', fatal: true },
          { type: 'state', state: 'closed' },
        ]);
      });
    },
  );

  it('tries a dead server again and can be closed at any time', async () => {
    let attempts = 0;
    class Counted extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        attempts += 1;
      }
    }
    // Port 9 (discard) is open nowhere.
    const channel = new WorkerSignaling({ server: 'http://127.0.0.1:9', WebSocket: Counted });
    const events = open(channel);
    await vi.waitFor(() => expect(attempts).toBeGreaterThan(2), { timeout: 10_000 });
    channel.close();
    await vi.waitFor(() => expect(events.at(-1)).toEqual({ type: 'state', state: 'closed' }));
    expect(events.filter(({ type }) => type === 'error').every((event) => event.type === 'error' && !event.fatal)).toBe(
      true,
    );
  });

  it('leaves when the page is left', async () => {
    const channel = new WorkerSignaling({ server: 'http://127.0.0.1:9' });
    open(channel);
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(channel.state).toBe('connecting');
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    expect(channel.state).toBe('closed');
  });
});

describe('local signaling in a page', () => {
  it('carries a description as it is', async () => {
    const first = new LocalSignaling();
    const second = new LocalSignaling();
    const heard = open(first, 'local-room');
    const seen = open(second, 'local-room');
    await vi.waitFor(() => expect(seen.at(-1)).toMatchObject({ type: 'welcome', peers: [{ name: 'Ann' }] }));
    const welcome = seen.find((event) => event.type === 'welcome');
    const connection = new RTCPeerConnection();
    connection.createDataChannel('x');
    const { type, sdp } = await connection.createOffer();
    const [peer] = welcome?.type === 'welcome' ? welcome.peers : [];
    if (peer !== undefined) second.send(peer.id, { b: { type, sdp } });
    await vi.waitFor(() =>
      expect(heard.at(-1)).toMatchObject({ type: 'relay', inc: second.inc, payload: { b: { type, sdp } } }),
    );
    connection.close();
    first.close();
    second.close();
  });
});
