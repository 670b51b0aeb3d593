/** How loud this person wants the ring, kept in the browser for the next time. Knows no audio. */

export interface SoundSetting {
  /** 0 to 1. */
  readonly volume: number;
  readonly isMuted: boolean;
}

const KEY = 'p2p-call-desk-sound';
const DEFAULT: SoundSetting = { volume: 0.6, isMuted: false };

function isSetting(value: unknown): value is SoundSetting {
  if (typeof value !== 'object' || value === null || !('volume' in value) || !('isMuted' in value)) return false;
  const { volume, isMuted } = value;
  return typeof volume === 'number' && volume >= 0 && volume <= 1 && typeof isMuted === 'boolean';
}

/** @returns what was kept; the default where nothing was, or the browser keeps nothing. */
export function recallSound(storage: () => Pick<Storage, 'getItem'> = () => localStorage): SoundSetting {
  try {
    const kept: unknown = JSON.parse(storage().getItem(KEY) ?? 'null');
    return isSetting(kept) ? { volume: kept.volume, isMuted: kept.isMuted } : DEFAULT;
  } catch {
    return DEFAULT;
  }
}

export function rememberSound(
  setting: SoundSetting,
  storage: () => Pick<Storage, 'setItem'> = () => localStorage,
): void {
  try {
    storage().setItem(KEY, JSON.stringify(setting));
  } catch {
    // It is good for this page alone then.
  }
}
