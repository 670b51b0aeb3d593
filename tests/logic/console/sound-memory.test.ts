import { describe, expect, it } from 'vitest';
import { recallSound, rememberSound } from '../../../widget/console/sound-memory.ts';

const DEFAULT = { volume: 0.6, isMuted: false };

/** A storage that holds one text. */
function storageWith(text: string | null): () => Pick<Storage, 'getItem' | 'setItem'> {
  let kept = text;
  return () => ({ getItem: () => kept, setItem: (_key: string, value: string) => void (kept = value) });
}

const forbidden = (): never => {
  throw new DOMException('storage is off', 'SecurityError');
};

describe('how loud it rings', () => {
  it('is kept for the next time', () => {
    const storage = storageWith(null);
    expect(recallSound(storage)).toEqual(DEFAULT);
    rememberSound({ volume: 0.25, isMuted: true }, storage);
    expect(recallSound(storage)).toEqual({ volume: 0.25, isMuted: true });
  });

  it.for(['', '7', 'null', '[]', '{"volume":2,"isMuted":false}', '{"volume":-1,"isMuted":false}', '{"volume":0.5}'])(
    'is as at first where %j was kept',
    (text) => {
      expect(recallSound(storageWith(text))).toEqual(DEFAULT);
    },
  );

  it('is good for the page where the browser keeps nothing', () => {
    expect(recallSound(forbidden)).toEqual(DEFAULT);
    expect(() => rememberSound(DEFAULT, forbidden)).not.toThrow();
  });
});
