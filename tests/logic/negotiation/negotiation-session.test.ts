import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../widget/peer/signals.ts';
import { Side, expectConnected, setup } from './session-pair.ts';

describe('a negotiation session', () => {
  it('begins with an offer of the impolite side alone', async () => {
    const pair = setup();
    await pair.start();
    expectConnected(pair, 1);
    expect(pair.impolite.typesSent[0]).toBe('offer');
    expect(pair.polite.typesSent.filter((type) => type === 'offer')).toEqual([]);
  });

  it('keeps a wish of the polite side until the first offer is answered', async () => {
    const pair = setup();
    pair.polite.session.start();
    pair.polite.session.current?.connection.addLine();
    await pair.clock.advance(100);
    expect(pair.polite.sent).toEqual([]);
    pair.impolite.session.start();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 1);
    expect(pair.polite.typesSent).toContain('offer');
  });

  it('goes to generation g + 1 on both sides', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 2);
    expect(pair.impolite.generations).toEqual([1, 2]);
  });

  it('hands the old connection over and does not close it', async () => {
    const pair = setup();
    await pair.start();
    const old = pair.impolite.session.current;
    pair.impolite.session.rebuild();
    expect(pair.impolite.replaced).toEqual([old]);
    expect(pair.impolite.session.current).not.toBe(old);
  });

  it('goes to one generation where both sides rebuild at once', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.session.rebuild();
    pair.impolite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 2);
    expect([pair.polite.generations, pair.impolite.generations]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('goes to the higher generation after resets that the sides count differently', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.session.reset();
    pair.polite.session.reset();
    pair.impolite.session.reset();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 3);
  });

  it('makes the connection of a signal that comes before start', async () => {
    const pair = setup();
    pair.impolite.session.start();
    await pair.clock.advance(200);
    expect(pair.polite.generations).toEqual([1]);
    pair.polite.session.start();
    expect(pair.polite.generations).toEqual([1]);
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 1);
  });

  it('drops what belongs to an earlier generation', async () => {
    const pair = setup();
    await pair.start();
    const [offer] = pair.impolite.sent;
    pair.polite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    const before = pair.polite.session.current?.connection.remoteDescription?.sdp;
    if (offer !== undefined) pair.polite.receive(offer);
    pair.polite.receive({ type: 'flow', g: 1, flowing: true });
    await pair.clock.advanceUntilIdle(60_000);
    expect(pair.polite.session.current?.connection.remoteDescription?.sdp).toBe(before);
    expect(pair.polite.heard).toEqual([]);
  });

  it('ignores events of a connection that was replaced', async () => {
    const pair = setup();
    await pair.start();
    const old = pair.impolite.made[0]?.handlers;
    const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'abcd' };
    pair.impolite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    const count = pair.impolite.sent.length;
    old?.onnegotiationneeded();
    old?.onicecandidate({ candidate });
    old?.onicecandidate({ candidate: null });
    await pair.clock.advanceUntilIdle(60_000);
    expect(pair.impolite.sent).toHaveLength(count);
    expectConnected(pair, 2);
  });

  it('finds the username fragment of a candidate that does not say it', async () => {
    const pair = setup();
    await pair.start();
    const handlers = pair.impolite.made[0]?.handlers;
    handlers?.onicecandidate({
      candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
    });
    await pair.clock.advance(100);
    const last = pair.impolite.sent.at(-1);
    const fragment = last?.type === 'candidates' ? last.candidates[0]?.usernameFragment : undefined;
    expect(pair.impolite.session.current?.connection.localDescription?.sdp).toContain(`a=ice-ufrag:${fragment}`);
  });

  it('rebuilds although the browser never answers for the old connection', async () => {
    const pair = setup();
    await pair.start();
    const connection = pair.polite.session.current?.connection;
    if (connection === undefined) throw new Error('no connection');
    connection.setRemoteDescription = () => new Promise(() => {});
    pair.impolite.session.current?.connection.addLine();
    await pair.clock.advance(1_000);
    pair.polite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 2);
  });

  it('says all candidates with their username fragment, and their end', async () => {
    const pair = setup();
    await pair.start();
    const candidates = pair.impolite.sent.flatMap((signal) => (signal.type === 'candidates' ? signal.candidates : []));
    expect(candidates.length).toBeGreaterThan(1);
    expect(candidates.at(-1)?.candidate).toBe('');
    const { localDescription } = pair.impolite.session.current?.connection ?? {};
    for (const { usernameFragment } of candidates)
      expect(localDescription?.sdp).toContain(`a=ice-ufrag:${usernameFragment}`);
  });

  it('lets nothing overtake the candidates that were found before it', async () => {
    const pair = setup();
    await pair.start();
    const count = pair.impolite.sent.length;
    const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'abcd' };
    pair.impolite.made[0]?.handlers.onicecandidate({ candidate });
    pair.impolite.session.sendFlow(true);
    expect(pair.impolite.typesSent.slice(count)).toEqual(['candidates', 'flow']);
  });

  it('passes on what is said about the current generation, and the farewell', async () => {
    const pair = setup();
    await pair.start();
    pair.impolite.session.sendFlow(true);
    pair.impolite.session.sendBye();
    await pair.clock.advanceUntilIdle(60_000);
    expect(pair.polite.heard).toEqual([{ type: 'flow', g: 1, flowing: true }, { type: 'bye' }]);
  });

  it('restarts ICE by way of a new offer of either side', async () => {
    const pair = setup();
    await pair.start();
    const before = pair.polite.session.current?.connection.localDescription?.sdp;
    pair.polite.session.restartIce();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 1);
    expect(pair.polite.session.current?.connection.localDescription?.sdp).not.toBe(before);
  });
});

describe('a page that was loaded anew', () => {
  it('is met with a new first generation', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    const reloaded: Side = new Side(pair.clock, true, () => pair.impolite);
    Object.assign(pair.polite, { receive: (signal: Signal) => reloaded.receive(signal) });
    pair.impolite.session.restart();
    reloaded.session.start();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected({ polite: reloaded, impolite: pair.impolite }, 1);
  });

  it('is not moved by what the page before it said last', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.session.close();
    for (let g = 2; g <= 8; g++) pair.impolite.receive({ type: 'rebuild', g });
    await pair.clock.advance(100);
    expect(pair.impolite.session.generation).toBe(7);
    pair.impolite.session.restart();
    await pair.clock.advance(10_000);
    expect(pair.impolite.session.generation).toBe(1);
  });
});

describe('a browser that makes no connection', () => {
  it('is reported, and a later rebuild tries again', async () => {
    const pair = setup();
    pair.polite.canCreate = false;
    await pair.start();
    expect(pair.polite.failures).toEqual(['create']);
    expect(pair.polite.session.current).toBeNull();
    pair.polite.canCreate = true;
    pair.polite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 2);
  });
});

describe('a closed session', () => {
  it('hands over its connection, says nothing and holds no timer', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.session.close();
    pair.polite.session.close();
    expect(pair.polite.replaced).toHaveLength(1);
    const count = pair.polite.sent.length;
    pair.polite.session.rebuild();
    pair.polite.session.restart();
    pair.polite.session.start();
    pair.polite.session.sendFlow(true);
    pair.polite.session.restartIce();
    pair.polite.receive({ type: 'rebuild', g: 7 });
    await pair.clock.advance(1_000);
    expect(pair.polite.sent).toHaveLength(count);
    expect(pair.polite.made).toHaveLength(1);
    expect(pair.clock.pendingCount).toBe(0);
  });

  it('makes no connection when it was closed before it began', () => {
    const { polite } = setup();
    polite.session.close();
    polite.session.start();
    expect(polite.made).toEqual([]);
  });
});
