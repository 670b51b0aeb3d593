/** Properties as frameworks set them: with the text that stands in the markup. */
import { afterEach, describe, expect, it } from 'vitest';
import { mount } from './support/mount.ts';

afterEach(() => document.body.replaceChildren());

describe('a property that is set to a text', () => {
  it.each([
    ['chat', 'off', false],
    ['chat', '', true],
    ['audio', 'false', false],
    ['autoJoin', 'on', true],
    ['isOpen', '', true],
    ['theme', 'DARK', 'dark'],
    ['theme', 'pink', 'auto'],
    ['maxParticipants', '6', 6],
    ['room', 'off', 'off'],
  ])('%s = %o means what the attribute means: %o', async (name, value, meant) => {
    const { element } = await mount();
    Reflect.set(element, name, value);
    expect(Reflect.get(element, name)).toBe(meant);
  });

  it('and one that is set to a value has that value', async () => {
    const { element } = await mount();
    element.chat = false;
    element.maxParticipants = 3;
    const getToken = (): string => 'token';
    element.getToken = getToken;
    expect([element.chat, element.maxParticipants, element.getToken]).toEqual([false, 3, getToken]);
  });
});
