import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AVATAR_COLOR_COUNT, avatarColorOf, initialsOf } from '../../../widget/elements/initials.ts';

describe('initialsOf', () => {
  it.for([
    ['alice', 'A'],
    ['Alice Bob Carol', 'AC'],
    ['  alice   bob ', 'AB'],
    ['jean-luc', 'JL'],
    ['(alice)', 'A'],
    ['élodie', 'É'],
    ['李小龍', '李'],
    ['👩 bob', '👩B'],
    ['', ''],
    ['   ', ''],
    ['!?', ''],
  ] as const)('of "%s" are "%s"', ([name, expected]) => {
    expect(initialsOf(name)).toBe(expected);
  });

  it('are short and never broken characters, for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const initials = initialsOf(name);
        expect(initials.length).toBeLessThanOrEqual(8);
        expect(() => encodeURIComponent(initials)).not.toThrow();
      }),
    );
  });
});

describe('avatarColorOf', () => {
  it('is the same for the same name, and uses every colour', () => {
    const colors = Array.from({ length: 200 }, (_, index) => avatarColorOf(`p${index}`));
    expect(new Set(colors).size).toBe(AVATAR_COLOR_COUNT);
    expect(avatarColorOf('p7')).toBe(avatarColorOf('p7'));
  });
});
