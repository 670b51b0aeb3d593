/** Files in a whole call, by `Call` alone: from the offer to the file, with the events in between. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import type { FileTransfer } from '../../../widget/data/files/file-transfer.ts';

const calls: Call[] = [];
afterEach(() => {
  for (const call of calls.splice(0)) call.dispose();
});
const waitFor = <Result>(check: () => Result) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

async function joined(room: string, displayName: string): Promise<Call> {
  const call = new Call({ signaling: 'local', room, displayName, dataOnly: true });
  calls.push(call);
  await call.join();
  return call;
}

async function connected(): Promise<readonly [Call, Call]> {
  const room = crypto.randomUUID();
  const [ann, bob] = [await joined(room, 'Ann'), await joined(room, 'Bob')];
  await waitFor(() => {
    for (const call of [ann, bob]) expect(call.connectionState).toBe('connected');
  });
  return [ann, bob];
}

function heardBy(call: Call) {
  const offers: FileTransfer[] = [];
  const progress: FileTransfer[] = [];
  const received: FileTransfer[] = [];
  call.addEventListener('p2p-file-offer', ({ detail }) => offers.push(detail.transfer));
  call.addEventListener('p2p-file-progress', ({ detail }) => progress.push(detail.transfer));
  call.addEventListener('p2p-file-received', ({ detail }) => received.push(detail.transfer));
  return { offers, progress, received };
}

describe('a file in a call', () => {
  it('is offered, taken and received, and both sides see how far it is', async () => {
    const [ann, bob] = await connected();
    const [there, here] = [heardBy(ann), heardBy(bob)];
    const [sent] = await ann.sendFile(new File(['as it was'], 'notes.txt', { type: 'text/plain' }));
    expect(sent).toMatchObject({ direction: 'send', name: 'notes.txt', size: 9, state: 'offered' });
    await waitFor(() => expect(here.offers).toHaveLength(1));
    const [offer] = here.offers;
    expect(offer).toMatchObject({ peerId: ann.localParticipant.id, direction: 'receive', type: 'text/plain' });
    await bob.acceptFile(offer?.id ?? '');
    await waitFor(() => expect(there.progress.at(-1)?.state).toBe('done'));
    expect(await here.received[0]?.file?.text()).toBe('as it was');
    expect(bob.transfers.get(offer?.id ?? '')).toMatchObject({ state: 'done', bytes: 9 });
    expect(ann.transfers.get(sent?.id ?? '')).toMatchObject({ state: 'done', bytes: 9 });
  });

  it('is declined', async () => {
    const [ann, bob] = await connected();
    const there = heardBy(ann);
    await ann.sendFile(new File(['x'], 'x'), { to: bob.localParticipant.id });
    await waitFor(() => expect(bob.transfers.size).toBe(1));
    await bob.declineFile([...bob.transfers.keys()][0] ?? '');
    await waitFor(() => expect(there.progress.at(-1)?.state).toBe('declined'));
  });

  it('fails where the other one leaves, and is forgotten with the next call', async () => {
    const [ann, bob] = await connected();
    await ann.sendFile(new File(['x'], 'x'));
    await waitFor(() => expect(bob.transfers.size).toBe(1));
    await bob.leave();
    const only = (call: Call) => [...call.transfers.values()];
    await waitFor(() => expect(only(ann)).toMatchObject([{ state: 'failed', error: 'peer-unavailable' }]));
    expect(only(bob)).toMatchObject([{ state: 'failed', error: 'peer-unavailable' }]);
    await bob.join();
    expect(bob.transfers.size).toBe(0);
  });

  it('goes to nobody who is not there', async () => {
    const [ann] = await connected();
    await expect(ann.sendFile(new File(['x'], 'x'), { to: 'nobody' as never })).rejects.toMatchObject({
      code: 'peer-unavailable',
      subject: 'nobody',
    });
  });
});
