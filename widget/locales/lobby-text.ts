/** Waiting to be let in, in words: for whoever waits, and for whoever may let them in. */
import { msg, str } from '@lit/localize';
import { namesText } from './names-text.ts';

/** @param name as it is shown. */
export function knockText(name: string): string {
  return msg(str`${name} wants to come in.`, { id: 'knock' });
}

/** @param names as they are shown, at least two. */
export function knocksText(names: readonly string[]): string {
  const [count, list] = [names.length, namesText(names)];
  return msg(str`${count} people want to come in: ${list}`, { id: 'knocks' });
}

export function knockingText(): string {
  return msg('Waiting to be let in', { id: 'knocking-title' });
}

/** @param position from 1; '' where nobody is before one, or it is not known. */
export function placeText(position: number | null): string {
  return position === null || position < 2
    ? ''
    : msg(str`You are number ${position} in line.`, { id: 'knocking-place' });
}
