import { describe, expect, it } from 'vitest';
import {
  type DeskAccess,
  type Keeping,
  accessIn,
  deskOf,
  forget,
  recall,
  remember,
} from '../../../widget/demo/desk-access.ts';

const tokenWith = (claims: unknown): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

describe('the address of an agent', () => {
  it('brings token and desk in its fragment', () => {
    expect(accessIn('#token=a.b.c&desk=sales')).toEqual({ desk: 'sales', token: 'a.b.c' });
    expect(accessIn('#token=a.b.c')).toEqual({ desk: '', token: 'a.b.c' });
  });

  it.for(['', '#', '#desk=sales', '#token=', '#top'])('brings nobody in with %j', (fragment) => {
    expect(accessIn(fragment)).toBeNull();
  });
});

describe('the desk of a token', () => {
  it('is the one that it was made for', () => {
    expect(deskOf(tokenWith({ desk: 'sales', name: 'Zoë?>' }))).toBe('sales');
  });

  it.for([
    '',
    'development-Anna',
    'a.b.c',
    'e30.!!!.x',
    tokenWith({ room: 'x' }),
    tokenWith({ desk: 7 }),
    tokenWith(null),
  ])('is not known from %j', (token) => {
    expect(deskOf(token)).toBe('');
  });
});

type Kept = Map<string, string>;

function storageOver(kept: Kept): () => Storage {
  const fake = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return () => fake as unknown as Storage;
}

/** A tab of a browser. */
function tabOf(browser: Kept, kept: Kept = new Map()): Keeping {
  return { tab: storageOver(kept), device: storageOver(browser) };
}

const ANN: DeskAccess = { desk: 'sales', token: 'a.b.c' };
const BEN: DeskAccess = { desk: 'sales', token: 'd.e.f' };

describe('who signed in', () => {
  it('is kept by the tab alone, until that one signs out', () => {
    const browser: Kept = new Map();
    const tab = tabOf(browser);
    expect(recall(tab)).toBeNull();
    remember(ANN, tab, false);
    expect([recall(tab), recall(tabOf(browser)), browser.size]).toEqual([ANN, null, 0]);
    forget(ANN, tab);
    expect(recall(tab)).toBeNull();
  });

  it('is kept for the next tab where wanted, until that one signs out', () => {
    const browser: Kept = new Map();
    remember(ANN, tabOf(browser), true);
    const next = tabOf(browser);
    expect(recall(next)).toEqual(ANN);
    // The page shows it, and says nothing of staying.
    remember(ANN, next, false);
    expect(recall(tabOf(browser))).toEqual(ANN);
    forget(ANN, next);
    expect([recall(next), recall(tabOf(browser)), browser.size]).toEqual([null, null, 0]);
  });

  it('in one tab is nobody else in another one', () => {
    const browser: Kept = new Map();
    const [ann, ben] = [tabOf(browser), tabOf(browser)];
    remember(ANN, ann, true);
    remember(BEN, ben, false);
    expect([recall(ann), recall(ben)]).toEqual([ANN, BEN]);
    forget(BEN, ben);
    expect(recall(tabOf(browser))).toEqual(ANN);
  });

  it.for(['7', '{}', '{"desk":1,"token":2}', '{'])('is nobody where it is %j', (text) => {
    const kept = new Map([['p2p-call-desk', text]]);
    expect(recall(tabOf(kept, new Map(kept)))).toBeNull();
  });

  it('is nobody where the browser keeps nothing', () => {
    const forbidden = (): never => {
      throw new DOMException('storage is off', 'SecurityError');
    };
    const tab = { tab: forbidden, device: forbidden };
    expect(recall(tab)).toBeNull();
    expect(() => remember(ANN, tab, true)).not.toThrow();
    expect(() => forget(ANN, tab)).not.toThrow();
  });
});
