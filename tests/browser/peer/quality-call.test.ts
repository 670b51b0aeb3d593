/** The quality in a whole call, by `Call` alone: it is told, shown, and what is sent follows the number of people. */
import { afterEach, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';

const calls: Call[] = [];
afterEach(() => {
  for (const call of calls.splice(0)) call.dispose();
  vi.restoreAllMocks();
});

async function joined(room: string, displayName: string): Promise<Call> {
  const call = new Call({ signaling: 'local', room, displayName });
  calls.push(call);
  await call.join();
  return call;
}

it('is told with the second look, shown at the participant, and each who comes takes some of the rate', async () => {
  const setParameters = vi.spyOn(RTCRtpSender.prototype, 'setParameters');
  /** Of cameras: a screen has another priority. */
  const rates = (): number[] =>
    setParameters.mock.calls.flatMap(([{ encodings }]) => {
      const [{ maxBitrate, priority } = {}] = encodings;
      return maxBitrate === undefined || priority === 'medium' ? [] : [maxBitrate];
    });
  const room = crypto.randomUUID();
  const [ann, bob] = [await joined(room, 'Ann'), await joined(room, 'Bob')];
  const told: string[] = [];
  ann.addEventListener('p2p-network-quality', ({ detail }) => told.push(`${detail.peerId} ${detail.level}`));
  const { id } = bob.localParticipant;
  // A busy machine may well be told that its connection is bad.
  await vi.waitFor(() => expect(told[0]).toMatch(/ (?:good|low|very-low)$/), { timeout: 18_000 });
  expect(told[0]).toBe(`${id} ${ann.participants.get(id)?.networkQuality}`);
  expect(ann.localParticipant).toMatchObject({ networkQuality: null, cameraPaused: false });
  expect(rates()).toContain(2_000_000);
  await joined(room, 'Carol');
  // Or less, where the processor cannot keep up.
  await vi.waitFor(() => expect(Math.min(...rates())).toBeLessThanOrEqual(1_000_000), { timeout: 18_000 });
}, 60_000);
