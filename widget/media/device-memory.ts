/**
 * Which devices a person chose, across visits, in the `localStorage` of the page. By id and by name: ids change when the person clears
 * the site's data, names do not. Knows no tracks.
 */
import type { DeviceOption, DeviceSlot } from './device-options.ts';
import { MEMORY_KEY } from './memory-key.ts';

/** No name is longer than this, in characters; what is was not written here. */
const MAX_LENGTH = 512;

function read(): Readonly<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(MEMORY_KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  } catch {
    // Blocked, or written by something else.
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_LENGTH;
}

/** What was chosen last; null where that was nothing, or the browser keeps nothing. */
export function rememberedDevice(slot: DeviceSlot): DeviceOption | null {
  const choice = read()[slot];
  if (typeof choice !== 'object' || choice === null || !('id' in choice) || !('label' in choice)) return null;
  const { id, label } = choice;
  return isText(id) && isText(label) ? { id, label } : null;
}

export function rememberDevice(slot: DeviceSlot, { id, label }: DeviceOption): void {
  try {
    localStorage.setItem(MEMORY_KEY, JSON.stringify({ ...read(), [slot]: { id, label } }));
  } catch {
    // Full or blocked: the choice holds until the page is closed.
  }
}

/** @returns the remembered one among those that are there: by id, else by name. */
export function findRemembered(
  options: readonly DeviceOption[],
  { id, label }: DeviceOption,
): DeviceOption | undefined {
  return options.find((it) => it.id === id) ?? options.find((it) => it.label === label && label !== '');
}
