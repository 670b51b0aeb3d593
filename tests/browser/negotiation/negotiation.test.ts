/**
 * The link and the negotiation over real RTCPeerConnections, joined by a path that a test can cut: what the simulation says
 * of its model must be true of a browser.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Incarnation } from '#protocol';
import { NegotiationSession, type SessionStep } from '../../../widget/peer/negotiation-session.ts';
import type { NegotiationConnection } from '../../../widget/peer/perfect-negotiation.ts';
import { createSignalingLink, type SignalingLink } from '../../../widget/peer/signaling-link.ts';

const DEADLINE = { timeout: 15_000, interval: 20 };

interface Holder {
  readonly connection: RTCPeerConnection;
  readonly channel: RTCDataChannel | null;
}

class Page {
  readonly link: SignalingLink;
  readonly session: NegotiationSession<Holder>;
  readonly failures: SessionStep[] = [];
  readonly made: RTCPeerConnection[] = [];
  isCut = false;
  // A message port keeps the order, as a socket does; timers do not (nested ones are clamped).
  readonly #path = new MessageChannel();

  constructor(localInc: Incarnation, remoteInc: Incarnation, polite: boolean, other: () => Page) {
    this.session = new NegotiationSession<Holder>({
      polite,
      send: (signal) => this.link.send(signal),
      createConnection: (_generation, handlers) => {
        const connection = new RTCPeerConnection();
        connection.onnegotiationneeded = handlers.onnegotiationneeded;
        connection.onicecandidate = handlers.onicecandidate;
        this.made.push(connection);
        return { connection, channel: polite ? null : connection.createDataChannel('first') };
      },
      onreplaced: ({ connection }) => connection.close(),
      onfailure: (step) => this.failures.push(step),
    });
    this.#path.port2.onmessage = ({ data }) => {
      if (!this.isCut) other().link.receive(JSON.parse(String(data)));
    };
    this.link = createSignalingLink({
      localInc,
      remoteInc,
      transmit: (envelope) => this.#path.port1.postMessage(JSON.stringify(envelope)),
      deliver: (signal) => this.session.handle(signal),
      onreset: () => this.session.reset(),
    });
  }

  close(): void {
    this.session.close();
    this.link.close();
    this.#path.port1.close();
  }

  get connection(): RTCPeerConnection {
    const connection = this.session.current?.connection;
    if (connection === undefined) throw new Error('no connection');
    return connection;
  }
}

const DIRECTIONS = ['sendrecv', 'recvonly', 'inactive'] as const;

/** The same numbers every time, at least 0 and less than 1 (Park-Miller). */
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const open: Page[] = [];

function pages(): [Page, Page] {
  const incs = ['a11ce00000000000', 'b0b0000000000000'] as [Incarnation, Incarnation];
  const polite: Page = new Page(incs[0], incs[1], true, () => impolite);
  const impolite: Page = new Page(incs[1], incs[0], false, () => polite);
  open.push(polite, impolite);
  polite.session.start();
  impolite.session.start();
  return [polite, impolite];
}

/** Waits until both sides agree, with nothing on its way, and the path between them carries. */
function agreement([polite, impolite]: readonly [Page, Page]): Promise<void> {
  return vi.waitFor(() => {
    expect(polite.session.generation).toBe(impolite.session.generation);
    for (const [one, other] of [
      [polite, impolite],
      [impolite, polite],
    ] as const) {
      expect(one.connection.signalingState).toBe('stable');
      expect(one.connection.connectionState).toBe('connected');
      expect(one.link.pendingCount + one.link.undeliveredCount).toBe(0);
      expect(sessionOf(one.connection.localDescription)).toBe(sessionOf(other.connection.remoteDescription));
      expect(one.failures).toEqual([]);
    }
  }, DEADLINE);
}

/** Origin line and ICE credentials: what tells one local description from the next (candidates are added to it later). */
function sessionOf(description: RTCSessionDescription | null): string {
  if (description === null) throw new Error('no description');
  return (description.sdp.match(/^(o=|a=ice-ufrag:|m=).*$/gm) ?? [])
    .map((line) => line.replace(/^(m=\w+) \d+/, '$1'))
    .join('\n');
}

afterEach(() => {
  for (const page of open.splice(0)) page.close();
});

describe('negotiation in a real browser', () => {
  it('connects with one offer, one answer and no line too many', async () => {
    const both = pages();
    await agreement(both);
    expect(both[0].connection.localDescription?.sdp.match(/^m=/gm)).toHaveLength(1);
    for (const page of both) expect(page.made).toHaveLength(1);
  });

  it('survives 40 rounds of glare, ICE restarts among them', { timeout: 60_000 }, async () => {
    const both = pages();
    const draw = drawFrom(5);
    await agreement(both);
    for (let round = 0; round < 40; round++) {
      const acts = both.map(async (page) => {
        await new Promise<void>((resolve) => setTimeout(resolve, draw() * 12));
        if (draw() < 0.3) page.session.restartIce();
        else if (draw() < 0.2) page.connection.addTransceiver('audio');
        else
          for (const it of page.connection.getTransceivers())
            it.direction = DIRECTIONS[Math.floor(draw() * 3)] ?? 'sendrecv';
      });
      await Promise.all(acts);
      if (draw() < 0.3) await agreement(both);
    }
    await agreement(both);
    for (const page of both) expect(page.made).toHaveLength(1);
  });

  it('goes to the same new connection where both rebuild at once', async () => {
    const both = pages();
    await agreement(both);
    both[0].session.rebuild();
    both[1].session.rebuild();
    await agreement(both);
    expect(both[0].session.generation).toBe(2);
  });

  it('goes on where the old connection is closed in the middle of a description', async () => {
    const both = pages();
    await agreement(both);
    const [polite, impolite] = both;
    for (let round = 0; round < 4; round++) {
      impolite.connection.addTransceiver('audio');
      const connection: NegotiationConnection = polite.connection;
      const { setRemoteDescription } = connection;
      await new Promise<void>((resolve) => {
        connection.setRemoteDescription = (description: RTCSessionDescriptionInit) => {
          resolve();
          return setRemoteDescription.call(connection, description);
        };
      });
      polite.session.rebuild();
      await agreement(both);
    }
  });

  // Both wish for the same kind: where the offers that cross have audio and video on the same line, Chromium refuses the
  // remote one after the rollback ("RTP extension ID reassignment not supported"), and the session rebuilds.
  it('G3: negotiates everything that was wished for while the path was broken', { timeout: 40_000 }, async () => {
    const both = pages();
    const [polite, impolite] = both;
    await agreement(both);
    for (let round = 0; round < 5; round++) {
      for (const page of both) page.isCut = true;
      polite.connection.addTransceiver('audio');
      impolite.connection.addTransceiver('audio');
      impolite.session.restartIce();
      await vi.waitFor(() => expect(impolite.link.pendingCount).toBeGreaterThan(0), DEADLINE);
      for (const page of both) page.isCut = false;
      for (const page of both) page.link.resend();
      await agreement(both);
    }
    expect(impolite.connection.getTransceivers()).toHaveLength(10);
    expect(polite.connection.getTransceivers()).toHaveLength(10);
    for (const page of both) expect(page.made).toHaveLength(1);
  });
});
