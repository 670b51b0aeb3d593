import { describe, expect, it } from 'vitest';
import { MAX_CANDIDATES_PER_GENERATION } from '#protocol';
import { usernameFragmentsOf } from '../../../widget/peer/perfect-negotiation.ts';
import type { SignalCandidate } from '../../../widget/peer/signals.ts';
import { NegotiationPair, type TestSide, typesOf } from './negotiation-pair.ts';

const fragmentOf = ({ connection }: TestSide): string =>
  [...usernameFragmentsOf(connection.localDescription?.sdp ?? '')][0] ?? '';

function expectAgreement({ polite, impolite, mismatchCount }: NegotiationPair): void {
  expect(mismatchCount).toBe(0);
  for (const [one, other] of [
    [polite, impolite],
    [impolite, polite],
  ] as const) {
    expect(one.connection.isAtRest).toBe(true);
    expect(one.connection.localDescription).not.toBeNull();
    expect(one.connection.localDescription?.sdp).toBe(other.connection.remoteDescription?.sdp);
    expect(other.connection.added.get(fragmentOf(one))).toEqual(one.connection.gathered.get(fragmentOf(one)));
    expect(one.refusals).toEqual([]);
    expect(one.failures).toEqual([]);
  }
}

/** Both sides connected, nothing on its way. */
async function connectedPair(): Promise<NegotiationPair> {
  const pair = new NegotiationPair();
  pair.impolite.connection.addLine();
  await pair.finish();
  return pair;
}

const candidateOf = (usernameFragment: string | null, text = 'candidate:1'): SignalCandidate => ({
  candidate: text,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment,
});

describe('perfect negotiation', () => {
  it('is an offer and an answer, with all candidates', async () => {
    const pair = await connectedPair();
    expectAgreement(pair);
    expect(typesOf(pair.impolite)).toEqual(['offer']);
    expect(typesOf(pair.polite)).toEqual(['answer']);
    expect([pair.impolite.negotiatedCount, pair.polite.negotiatedCount]).toEqual([1, 1]);
  });

  it('sends a description before the candidates that belong to it', async () => {
    const { impolite } = await connectedPair();
    expect(Object.keys(impolite.sent[0] ?? {})).toEqual(['description']);
    expect(impolite.sent.length).toBeGreaterThan(1);
  });

  it('lets the polite side give way where offers cross, and its own wish comes next', async () => {
    const pair = await connectedPair();
    pair.polite.connection.addLine();
    pair.impolite.connection.addLine();
    await pair.finish();
    expectAgreement(pair);
    expect(typesOf(pair.impolite)).toEqual(['offer', 'offer', 'answer']);
    expect(typesOf(pair.polite)).toEqual(['answer', 'offer', 'answer', 'offer']);
  });

  it('agrees also where both make the very first offer', async () => {
    const pair = new NegotiationPair();
    pair.polite.connection.addLine();
    pair.impolite.connection.addLine();
    await pair.finish();
    expectAgreement(pair);
  });

  it('agrees whatever the order of wishes and ICE restarts on both sides', async () => {
    for (let round = 0; round < 200; round++) {
      const pair = await connectedPair();
      for (let left = pair.random.int(2, 8); left > 0; left--) {
        const side = pair.random.chance(0.5) ? pair.polite : pair.impolite;
        const act = (): void => (pair.random.chance(0.3) ? side.connection.restartIce() : side.connection.addLine());
        pair.clock.setTimeout(act, pair.random.int(0, 150));
      }
      await pair.finish();
      expectAgreement(pair);
    }
  });

  it('calls onremoteoffer between the offer and the answer', async () => {
    const pair = await connectedPair();
    expect([pair.polite.remoteOfferCount, pair.impolite.remoteOfferCount]).toEqual([1, 0]);
    let stateThen: string | null = null;
    const { connection } = pair.polite;
    const { setLocalDescription } = connection;
    connection.setLocalDescription = () => {
      stateThen = `${connection.signalingState} after ${pair.polite.remoteOfferCount} offers`;
      return setLocalDescription.call(connection);
    };
    pair.impolite.connection.addLine();
    await pair.finish();
    expect(stateThen).toBe('have-remote-offer after 2 offers');
  });

  it('reports a refused answer, and sees that the next offer is a collision', async () => {
    const pair = await connectedPair();
    pair.impolite.refusing = 1;
    pair.impolite.connection.addLine();
    await pair.finish();
    expect(pair.impolite.failures).toEqual(['remote-answer']);
    pair.polite.connection.addLine();
    await pair.finish();
    expect(pair.impolite.connection.signalingState).toBe('have-local-offer');
    expect(pair.impolite.remoteOfferCount).toBe(0);
    expect(pair.impolite.refusals).toEqual([]);
  });

  it('leaves an answer to nothing alone', async () => {
    const pair = await connectedPair();
    for (const side of [pair.polite, pair.impolite])
      await side.negotiation.handleDescription({ type: 'answer', sdp: 'v=0\r\n' });
    expectAgreement(pair);
  });

  it.each([
    ['polite', 'remote-offer'],
    ['impolite', 'remote-answer'],
  ] as const)('reports what the %s side cannot apply: %s', async (name, step) => {
    const pair = new NegotiationPair();
    pair[name].refusing = 1;
    pair.impolite.connection.addLine();
    await pair.finish();
    expect(pair[name].failures).toEqual([step]);
  });

  it('reports an offer that cannot be made', async () => {
    const pair = new NegotiationPair();
    pair.impolite.connection.setLocalDescription = () => Promise.reject(new Error('no'));
    pair.impolite.connection.addLine();
    await pair.finish();
    expect(pair.impolite.failures).toEqual(['offer']);
  });

  it('reports an answer that cannot be made, also where the page itself throws in between', async () => {
    const pair = new NegotiationPair();
    pair.polite.connection.setLocalDescription = () => {
      throw new Error('no');
    };
    pair.impolite.connection.addLine();
    await pair.finish();
    expect(pair.polite.failures).toEqual(['answer']);
  });
});

describe('candidates', () => {
  it('that come before any description wait for it', async () => {
    const pair = new NegotiationPair();
    pair.impolite.connection.addLine();
    pair.isHeld = true;
    await pair.clock.advance(500);
    const offered = fragmentOf(pair.impolite);
    await pair.polite.negotiation.handleCandidates([candidateOf(offered, 'early')]);
    expect(pair.polite.connection.added.size).toBe(0);
    await pair.finish();
    expect(pair.polite.connection.added.get(offered)?.[0]).toBe('early');
    expect(pair.polite.refusals).toEqual([]);
  });

  it('of a restart that is not announced yet wait for it', async () => {
    const pair = await connectedPair();
    pair.isHeld = true;
    pair.impolite.connection.restartIce();
    await pair.clock.advance(500);
    const offered = fragmentOf(pair.impolite);
    await pair.polite.negotiation.handleCandidates([candidateOf(offered, 'early')]);
    await pair.finish();
    expect(pair.polite.connection.added.get(offered)?.[0]).toBe('early');
    expect(pair.polite.refusals).toEqual([]);
  });

  it('of an ignored offer are dropped, and late ones of the description in force are not', async () => {
    const pair = await connectedPair();
    const inForce = fragmentOf(pair.polite);
    pair.isHeld = true;
    pair.impolite.connection.addLine();
    await pair.clock.advance(200);
    const before = pair.impolite.connection.added.get(inForce)?.length ?? 0;
    const { negotiation, connection } = pair.impolite;
    const offer = `v=0\r\na=ice-ufrag:ignored\r\n`;
    await negotiation.handleDescription({ type: 'offer', sdp: offer });
    await negotiation.handleCandidates([candidateOf('ignored'), candidateOf(inForce, 'late')]);
    expect(connection.signalingState).toBe('have-local-offer');
    expect(negotiation.droppedCandidateCount).toBe(1);
    expect(connection.added.get(inForce)).toHaveLength(before + 1);
    await pair.finish();
    expect(pair.impolite.refusals).toEqual([]);
  });

  it('are taken without a fragment where the other browser gives none', async () => {
    const pair = await connectedPair();
    await pair.polite.negotiation.handleCandidates([candidateOf(null, 'plain')]);
    expect(pair.polite.connection.added.get(fragmentOf(pair.impolite))).toContain('plain');
  });

  it('are at most 64 in one gathering, and count anew after an ICE restart', async () => {
    const pair = await connectedPair();
    const flood = (): Promise<void> =>
      pair.polite.negotiation.handleCandidates(
        Array.from({ length: 200 }, () => candidateOf(fragmentOf(pair.impolite))),
      );
    await flood();
    expect(pair.polite.connection.added.get(fragmentOf(pair.impolite))).toHaveLength(MAX_CANDIDATES_PER_GENERATION);
    pair.impolite.connection.restartIce();
    await pair.finish();
    await flood();
    expect(pair.polite.connection.added.get(fragmentOf(pair.impolite))).toHaveLength(MAX_CANDIDATES_PER_GENERATION);
  });

  it('that wait are at most 64', async () => {
    const pair = new NegotiationPair();
    await pair.polite.negotiation.handleCandidates(Array.from({ length: 100 }, () => candidateOf('later')));
    expect(pair.polite.negotiation.droppedCandidateCount).toBe(36);
  });

  it('that the browser refuses harm nothing', async () => {
    const pair = await connectedPair();
    pair.polite.connection.addIceCandidate = () => Promise.reject(new Error('no'));
    await pair.polite.negotiation.handleCandidates([candidateOf(null)]);
    expect(pair.polite.failures).toEqual([]);
    expect(pair.polite.negotiation.droppedCandidateCount).toBe(1);
  });
});

describe('a closed negotiation', () => {
  it('lets those go who wait for a browser that never answers', async () => {
    const pair = new NegotiationPair();
    const { negotiation, connection } = pair.polite;
    connection.setRemoteDescription = () => new Promise(() => {});
    let isThrough = false;
    const waiting = negotiation.handleDescription({ type: 'offer', sdp: 'v=0\r\n' }).then(() => (isThrough = true));
    await pair.clock.advance(100);
    expect(isThrough).toBe(false);
    negotiation.close();
    await waiting;
  });

  it('neither sends nor reports what was under way', async () => {
    const pair = new NegotiationPair();
    pair.impolite.connection.addLine();
    pair.impolite.connection.setLocalDescription = () => {
      pair.impolite.negotiation.close();
      return Promise.reject(new Error('closed'));
    };
    await pair.finish();
    await pair.impolite.negotiation.handleDescription({ type: 'offer', sdp: 'v=0\r\n' });
    await pair.impolite.negotiation.handleCandidates([candidateOf(null)]);
    expect(pair.impolite.sent).toEqual([]);
    expect(pair.impolite.failures).toEqual([]);
  });
});

it('reads the username fragments of a description', () => {
  const sdp = 'v=0\r\na=ice-ufrag:abcd\r\nm=audio\r\na=ice-ufrag:ef+/\r\na=x-ice-ufrag:no\r\n';
  expect([...usernameFragmentsOf(sdp)]).toEqual(['abcd', 'ef+/']);
});
