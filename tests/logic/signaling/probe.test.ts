import { describe, expect, it } from 'vitest';
import { bob, bobInc, visit } from './fake-worker.ts';

describe('a probe', () => {
  it('is answered at once, in front of what waits for its turn, and nobody hears of it', async () => {
    const page = visit();
    await page.join();
    await page.welcome();
    page.events.length = 0;
    for (let i = 0; i < 100; i++) page.channel.send(bob, i);
    const { length } = page.socket.sent;
    page.socket.say({ type: 'relay', from: bob, inc: bobInc, payload: 1 });
    page.socket.say({ type: 'probe', nonce: 'nonce-1' });
    expect(page.socket.messages().slice(length)).toEqual([{ type: 'read', nonce: 'nonce-1' }]);
    await page.settle();
    expect(page.events).toEqual([{ type: 'relay', from: bob, inc: bobInc, payload: 1 }]);
  });

  it('is answered while the page waits to be let in, and not by a socket that is closed', async () => {
    const page = visit();
    await page.join();
    page.socket.accept();
    page.socket.say({ type: 'wait', position: 1 });
    page.socket.say({ type: 'probe', nonce: 'nonce-1' });
    expect(page.socket.messages().at(-1)).toEqual({ type: 'read', nonce: 'nonce-1' });
    page.channel.close();
    page.socket.say({ type: 'probe', nonce: 'nonce-2' });
    expect(page.socket.messages().at(-1)).toMatchObject({ type: 'bye' });
  });
});
