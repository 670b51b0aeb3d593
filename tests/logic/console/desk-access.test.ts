import { describe, expect, it } from 'vitest';
import { accessIn, deskOf, recall, remember } from '../../../widget/demo/desk-access.ts';

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

describe('what the tab keeps', () => {
  function storage(): () => Storage {
    const kept = new Map<string, string>();
    const fake = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    return () => fake as unknown as Storage;
  }

  it('is who signed in, until that one signs out', () => {
    const tab = storage();
    expect(recall(tab)).toBeNull();
    remember({ desk: 'sales', token: 'a.b.c' }, tab);
    expect(recall(tab)).toEqual({ desk: 'sales', token: 'a.b.c' });
    remember(null, tab);
    expect(recall(tab)).toBeNull();
  });

  it.for(['7', '{}', '{"desk":1,"token":2}', '{'])('is nobody where it is %j', (text) => {
    const tab = storage();
    tab().setItem('p2p-call-desk', text);
    expect(recall(tab)).toBeNull();
  });

  it('is nothing where the browser keeps nothing', () => {
    const forbidden = (): never => {
      throw new DOMException('storage is off', 'SecurityError');
    };
    expect(recall(forbidden)).toBeNull();
    expect(() => remember({ desk: 'sales', token: 'a' }, forbidden)).not.toThrow();
  });
});
