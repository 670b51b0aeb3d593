/** The menu of the devices in a real call, with Chromium's fake devices. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import '../../../widget/define.ts';
import { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { MEMORY_KEY } from '../../../widget/media/memory-key.ts';
import { find } from './support/mount.ts';

const DEADLINE_MS = 10_000;

beforeEach(() => localStorage.removeItem(MEMORY_KEY));

afterEach(() => {
  localStorage.removeItem(MEMORY_KEY);
  document.body.replaceChildren();
});

function create(): P2pCall {
  const element = new P2pCall();
  element.signaling = 'local';
  element.room = `room-${crypto.randomUUID().slice(0, 8)}`;
  element.autoJoin = true;
  element.style.setProperty('width', '700px');
  document.body.append(element);
  return element;
}

const microphoneOf = ({ localParticipant }: P2pCall): string | undefined =>
  localParticipant.microphoneTrack?.getSettings().deviceId;

it('switches the microphone, shows it, and takes it again at the next visit', async () => {
  const element = create();
  await vi.waitFor(() => find(element, '.button-microphone-menu').click(), DEADLINE_MS);
  await vi.waitFor(() => expect(microphoneOf(element)).toBeDefined(), DEADLINE_MS);
  const picker = await vi.waitFor(() => {
    const found = find<HTMLSelectElement>(element, '[data-device="microphone"]');
    expect(found.value).toBe(microphoneOf(element));
    expect(found.options.length).toBeGreaterThan(1);
    return found;
  }, DEADLINE_MS);
  const wanted = [...picker.options].find(({ value }) => value !== picker.value);
  if (wanted === undefined) throw new Error('Chromium has only one fake microphone');
  picker.value = wanted.value;
  picker.dispatchEvent(new Event('change'));
  await vi.waitFor(() => {
    expect(microphoneOf(element)).toBe(wanted.value);
    expect(picker.value).toBe(wanted.value);
  }, DEADLINE_MS);
  element.remove();

  const next = create();
  await vi.waitFor(() => expect(microphoneOf(next)).toBe(wanted.value), DEADLINE_MS);
});
