/** Elements that come and go, and elements that are moved: real calls, nothing of them stays, and nothing of them is lost. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import { callFactory } from '../../../widget/elements/call-factory.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import '../../../widget/define.ts';
import { find } from './support/mount.ts';
import { PageResources } from './support/page-resources.ts';

const DEADLINE_MS = 15_000;
const MODES = ['inline', 'floating', 'modal'] as const;

let resources: PageResources | null = null;

beforeEach(() => {
  callFactory.create = (options) => new Call(options);
});

afterEach(() => {
  document.body.replaceChildren();
  resources?.stop();
  resources = null;
});

function add(attributes: Readonly<Record<string, string>>): P2pCall {
  const element = document.createElement('p2p-call');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

const reaches = (element: P2pCall, state: string): Promise<void> =>
  vi.waitFor(() => expect(element.state).toBe(state), { timeout: DEADLINE_MS, interval: 5 });

describe('put in and taken out', () => {
  it('100 times leaves no track, connection, listener or timer behind', { timeout: 180_000 }, async () => {
    // What is there once for the page may come with the first one.
    const local = { room: 'often', signaling: 'local', 'auto-join': '', prejoin: 'off' };
    const first = add({ ...local, mode: 'floating', open: '' });
    await reaches(first, 'waiting');
    first.remove();
    await reaches(first, 'idle');

    resources = new PageResources();
    for (let round = 0; round < 100; round += 1) {
      const element = add({ ...local, mode: MODES[round % 3] ?? 'inline', ...(round % 2 === 0 ? { open: '' } : {}) });
      await reaches(element, 'waiting');
      await vi.waitFor(() => expect(element.localParticipant.cameraTrack).not.toBeNull(), { interval: 5 });
      // Else the end would prove nothing.
      expect(resources.inUse.listeners).toContain('mediaDevices devicechange');
      expect(resources.inUse.tracks).toBeGreaterThan(0);
      element.remove();
      await reaches(element, 'idle');
    }
    expect(resources.seen.tracks).toBeGreaterThanOrEqual(100);
    const { inUse } = resources;
    expect(inUse).toEqual({ listeners: [], intervals: 0, tracks: 0, connections: 0, sockets: 0 });
  });

  it('in the middle of a call with another one leaves nothing either', { timeout: 60_000 }, async () => {
    resources = new PageResources();
    for (let round = 0; round < 5; round += 1) {
      const local = { room: `pair-${round}`, signaling: 'local', 'auto-join': '', prejoin: 'off' };
      const pair = [add({ ...local, mode: 'floating' }), add(local)];
      await Promise.all(pair.map((element) => reaches(element, 'connected')));
      for (const element of pair) element.remove();
      await Promise.all(pair.map((element) => reaches(element, 'idle')));
    }
    expect(resources.seen.connections).toBeGreaterThanOrEqual(10);
    await vi.waitFor(() =>
      expect(resources?.inUse).toEqual({ listeners: [], intervals: 0, tracks: 0, connections: 0, sockets: 0 }),
    );
  });

  it('while it tries to reach a server leaves no socket behind', { timeout: 60_000 }, async () => {
    resources = new PageResources();
    for (let round = 0; round < 20; round += 1) {
      const element = add({ room: 'often', server: 'https://nowhere.invalid', 'auto-join': '', 'data-only': '' });
      await reaches(element, 'connecting');
      await vi.waitFor(() => expect(resources?.seen.sockets).toBeGreaterThan(round), { interval: 5 });
      element.remove();
      await reaches(element, 'idle');
    }
    await vi.waitFor(() =>
      expect(resources?.inUse).toEqual({ listeners: [], intervals: 0, tracks: 0, connections: 0, sockets: 0 }),
    );
  });
});

describe('a move in the document', () => {
  const MOVES: Readonly<Record<string, (element: P2pCall, place: Element) => void>> = {
    'by append': (element, place) => place.append(element),
    'out and in again in one task': (element, place) => {
      element.remove();
      place.append(element);
    },
    'by moveBefore': (element, place) => Reflect.apply(Reflect.get(place, 'moveBefore'), place, [element, null]),
  };

  it.for(MODES.flatMap((mode) => Object.keys(MOVES).map((move) => [mode, move] as const)))(
    'of a %s call %s keeps the call, the picture and its place',
    async ([mode, move]) => {
      const room = `move-${crypto.randomUUID().slice(0, 8)}`;
      const local = { room, signaling: 'local', 'auto-join': '', prejoin: 'off' };
      const [element, other] = [add({ ...local, mode, open: '' }), add(local)];
      await Promise.all([reaches(element, 'connected'), reaches(other, 'connected')]);
      await vi.waitFor(() => expect(element.localParticipant.cameraTrack).not.toBeNull(), DEADLINE_MS);
      const { cameraTrack, id } = element.localParticipant;
      const left: string[] = [];
      for (const one of [element, other]) one.addEventListener('p2p-leave', () => left.push('left'));
      other.addEventListener('p2p-participant-leave', () => left.push('seen to leave'));

      MOVES[move]?.(element, document.body.appendChild(document.createElement('section')));
      const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
      const { totalVideoFrames } = video.getVideoPlaybackQuality();
      await vi.waitFor(
        () => expect(video.getVideoPlaybackQuality().totalVideoFrames).toBeGreaterThan(totalVideoFrames),
        DEADLINE_MS,
      );
      expect([element.state, element.localParticipant.id, cameraTrack?.readyState]).toEqual(['connected', id, 'live']);
      expect(left).toEqual([]);
      expect(find(element, '.panel').checkVisibility({ visibilityProperty: true })).toBe(true);
      expect(element.shadowRoot?.querySelector('dialog:modal') !== null).toBe(mode === 'modal');
    },
  );
});

it('several calls of one page stand beside each other, each with a room of its own', async () => {
  const local = { signaling: 'local', 'auto-join': '', prejoin: 'off', 'data-only': '' };
  const pairs = [1, 2].map((index) =>
    (['floating', 'inline'] as const).map((mode) => add({ ...local, room: `several-${index}`, mode })),
  );
  await Promise.all(pairs.flat().map((element) => reaches(element, 'connected')));
  expect(pairs.flat().map(({ participants }) => participants.size)).toEqual([1, 1, 1, 1]);
  pairs[0]?.[0]?.remove();
  await vi.waitFor(() => expect(pairs[0]?.[1]?.participants.size).toBe(0), DEADLINE_MS);
  expect(pairs[1]?.map(({ state }) => state)).toEqual(['connected', 'connected']);
});
