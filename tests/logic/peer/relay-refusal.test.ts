/** A relay that refuses the credentials: fresh ones once, then words. */
import { describe, expect, it } from 'vitest';
import { RelayRefusal } from '../../../widget/peer/relay-refusal.ts';

interface Scene {
  readonly refusal: RelayRefusal<string>;
  readonly told: string[];
  pending: string | null;
  credentials: string;
  /** What the credentials are after a refresh. */
  next: string;
}

function scene(): Scene {
  const it: Scene = {
    told: [],
    pending: 'first',
    credentials: 'old',
    next: 'fresh',
    refusal: new RelayRefusal<string>({
      isPending: (from) => from === it.pending,
      credentials: () => it.credentials,
      refresh: () => {
        it.told.push('refresh');
        it.credentials = it.next;
        return Promise.resolve();
      },
      onrenewed: () => it.told.push('renewed'),
      onrefused: () => it.told.push('refused'),
    }),
  };
  return it;
}

describe('a refusal', () => {
  it.each([300, 401, 438, 486, 508, 699])('with %d brings fresh credentials', async (code) => {
    const it = scene();
    await it.refusal.handle('first', code);
    expect([it.told, it.refusal.isUnderWay]).toEqual([['refresh', 'renewed'], true]);
  });

  it.each([0, 299, 700, 701])('is not %d', async (code) => {
    const it = scene();
    await it.refusal.handle('first', code);
    expect([it.told, it.refusal.isUnderWay]).toEqual([[], false]);
  });

  it('counts once for a connection, however many addresses are refused', async () => {
    const it = scene();
    await Promise.all([it.refusal.handle('first', 401), it.refusal.handle('first', 401)]);
    expect(it.told).toEqual(['refresh', 'renewed']);
  });

  it('of the fresh ones is said in words, and not asked about again', async () => {
    const it = scene();
    await it.refusal.handle('first', 401);
    it.pending = 'second';
    await it.refusal.handle('second', 401);
    expect(it.told).toEqual(['refresh', 'renewed', 'refused']);
  });

  it('is said in words where the fresh ones are the old ones', async () => {
    const it = scene();
    it.next = 'old';
    await it.refusal.handle('first', 486);
    expect(it.told).toEqual(['refresh', 'refused']);
  });

  it('after the trouble was over is a new one', async () => {
    const it = scene();
    await it.refusal.handle('first', 401);
    it.refusal.clear();
    expect(it.refusal.isUnderWay).toBe(false);
    it.pending = 'second';
    it.next = 'fresher';
    await it.refusal.handle('second', 401);
    expect(it.told).toEqual(['refresh', 'renewed', 'refresh', 'renewed']);
  });

  it('of a connection that does not matter any more is nothing, also when that comes out meanwhile', async () => {
    const it = scene();
    await it.refusal.handle('older', 401);
    expect(it.told).toEqual([]);
    const handled = it.refusal.handle('first', 401);
    it.pending = 'second';
    await handled;
    expect(it.told).toEqual(['refresh']);
  });
});
