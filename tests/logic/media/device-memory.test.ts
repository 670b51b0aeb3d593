import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findRemembered, rememberDevice, rememberedDevice } from '../../../widget/media/device-memory.ts';
import { MEMORY_KEY } from '../../../widget/media/memory-key.ts';

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
});

afterEach(() => vi.unstubAllGlobals());

const DESK = { id: 'c-1', label: 'Desk' };

describe('what was chosen', () => {
  it('is remembered by id and name, each kind apart', () => {
    rememberDevice('camera', DESK);
    rememberDevice('speaker', { id: 's', label: 'Loud' });
    expect([rememberedDevice('camera'), rememberedDevice('speaker'), rememberedDevice('microphone')]).toEqual([
      DESK,
      { id: 's', label: 'Loud' },
      null,
    ]);
  });

  it.for([
    'no JSON',
    'null',
    '3',
    '[]',
    '{"camera":null}',
    '{"camera":"desk"}',
    '{"camera":{"id":1,"label":"Desk"}}',
    '{"camera":{"id":"desk"}}',
    `{"camera":{"id":"${'x'.repeat(600)}","label":"Desk"}}`,
    '{"__proto__":{"camera":{"id":"desk","label":"Desk"}}}',
  ])('is nothing where something else wrote %s', (text) => {
    stored.set(MEMORY_KEY, text);
    expect(rememberedDevice('camera')).toBeNull();
    rememberDevice('camera', DESK);
    expect(rememberedDevice('camera')).toEqual(DESK);
  });

  it('is nothing where the browser blocks the storage, or has none', () => {
    const blocked = (): never => {
      throw new DOMException('', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: blocked, setItem: blocked });
    rememberDevice('camera', DESK);
    expect(rememberedDevice('camera')).toBeNull();
    vi.stubGlobal('localStorage', undefined);
    rememberDevice('camera', DESK);
    expect(rememberedDevice('camera')).toBeNull();
  });
});

describe('among those that are there', () => {
  it.for([
    [
      'the id',
      [
        { id: 'c-1', label: 'Other' },
        { id: 'c-2', label: 'Desk' },
      ],
      'c-1',
    ],
    ['the name where the id is another', [{ id: 'c-9', label: 'Desk' }], 'c-9'],
    ['nothing where both are others', [{ id: 'c-9', label: 'Lid' }], undefined],
  ] as const)('%s is found', ([, options, id]) => {
    expect(findRemembered(options, DESK)?.id).toBe(id);
  });

  it('no name is no name', () => {
    expect(findRemembered([{ id: 'c-9', label: '' }], { id: 'c-1', label: '' })).toBeUndefined();
  });
});
