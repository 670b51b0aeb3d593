import { describe, expect, it } from 'vitest';
import type { Platform } from '../../../widget/signaling/platform.ts';
import { visit } from './fake-worker.ts';

const answering = (body: unknown, status: number) => {
  const asked: string[] = [];
  const fetch: Platform['fetch'] = async (url) => {
    asked.push(url);
    return Response.json(body, { status });
  };
  return { asked, fetch };
};

describe('a first connection that fails', () => {
  it.each([
    ['origin-not-allowed', 403],
    ['invalid-room', 404],
    ['unsupported-version', 400],
  ])('ends with %s when the server says so over HTTP', async (code, status) => {
    const { asked, fetch } = answering({ code }, status);
    const page = visit({ fetch });
    await page.join();
    page.socket.drop();
    await page.settle();
    expect(asked).toEqual(['https://calls.example.com/v1/rooms/coffee/socket']);
    expect(page.of('error')).toEqual([{ type: 'error', code, fatal: true }]);
    expect(page.channel.state).toBe('closed');
    await page.clock.advance(60_000);
    expect(page.sockets).toHaveLength(1);
  });

  it('goes on when the server would let it in', async () => {
    const page = visit({ fetch: answering({ message: 'upgrade' }, 426).fetch });
    await page.join();
    page.socket.drop();
    await page.clock.advance(300);
    await page.welcome();
    expect(page.channel.state).toBe('open');
    await page.clock.advance(14_000);
    expect(page.of('error')).toEqual([]);
  });

  it('shows connecting, says so after 3 s and gives up after 15 s when nobody answers', async () => {
    const page = visit();
    await page.join();
    page.socket.drop();
    for (let i = 0; i < 29; i++) {
      await page.clock.advance(100);
      if (page.socket.readyState === 0) page.socket.drop();
    }
    expect(page.events).toEqual([{ type: 'state', state: 'connecting' }]);
    await page.clock.advance(100);
    expect(page.of('error')).toEqual([{ type: 'error', code: 'signaling-unreachable', fatal: false }]);
    expect(page.channel.state).toBe('connecting');
    await page.clock.advance(11_999);
    expect(page.channel.state).toBe('connecting');
    await page.clock.advance(1);
    expect(page.events.slice(-2)).toEqual([
      { type: 'error', code: 'signaling-unreachable', fatal: true },
      { type: 'state', state: 'closed' },
    ]);
    expect(page.clock.pendingCount).toBe(0);
  });

  it('tries several times before it gives up', async () => {
    const page = visit();
    await page.join();
    for (let i = 0; i < 150; i++) {
      if (page.socket.readyState === 0) page.socket.drop();
      await page.clock.advance(100);
    }
    expect(page.sockets.length).toBeGreaterThan(4);
  });

  it('gives up with the reason the server gave, when it might have passed', async () => {
    const page = visit({ fetch: answering({ code: 'server-error' }, 500).fetch });
    await page.join();
    page.socket.drop();
    await page.clock.advance(15_000);
    expect(page.of('error')).toEqual([
      { type: 'error', code: 'server-error', fatal: false },
      { type: 'error', code: 'server-error', fatal: true },
    ]);
  });

  it('gives a server that accepts and then says nothing 10 s', async () => {
    const page = visit();
    await page.join();
    page.socket.accept();
    await page.clock.advance(9_999);
    expect(page.sockets).toHaveLength(1);
    await page.clock.advance(301);
    expect(page.sockets).toHaveLength(2);
  });

  it('waits in a lobby as long as it takes', async () => {
    const page = visit();
    await page.join();
    page.socket.accept();
    page.socket.say({ type: 'wait' });
    for (let i = 0; i < 8; i++) {
      await page.clock.advance(15_000);
      page.socket.say('pong');
    }
    expect(page.of('error')).toEqual([]);
    await page.welcome();
    expect(page.channel.state).toBe('open');
  });

  it('is an error, not an exception, where the browser refuses the address', async () => {
    class Refusing {
      constructor() {
        throw new DOMException('insecure', 'SecurityError');
      }
    }
    const page = visit({ WebSocket: Refusing as unknown as Platform['WebSocket'] });
    await page.join();
    expect(page.of('error')).toEqual([{ type: 'error', code: 'signaling-unreachable', fatal: true }]);
    expect(page.channel.state).toBe('closed');
    expect(page.clock.pendingCount).toBe(0);
  });

  it.each(['', '..', 'a', 'x'.repeat(65), 'sp ace', 'slash/y', 'ünïcode'])(
    'is not even tried for the room %j',
    async (room) => {
      const page = visit();
      await page.join({ room });
      expect(page.of('error')).toEqual([{ type: 'error', code: 'invalid-room', fatal: true }]);
      expect(page.sockets).toEqual([]);
    },
  );
});
