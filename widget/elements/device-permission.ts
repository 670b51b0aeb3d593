/** Whether a preview can start without a prompt. Must never cause one. */

/** @returns true only where the browser says that every device in the list was allowed before. */
export async function isAlreadyAllowed(devices: readonly ('camera' | 'microphone')[]): Promise<boolean> {
  if (devices.length === 0 || typeof navigator === 'undefined' || navigator.permissions === undefined) return false;
  try {
    const statuses = await Promise.all(devices.map((name) => navigator.permissions.query({ name })));
    return statuses.every(({ state }) => state === 'granted');
  } catch {
    // Not every browser lets one ask about devices.
    return false;
  }
}
