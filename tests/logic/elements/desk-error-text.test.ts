/** What goes wrong at a support desk has words of its own, and everything else the words that it has in any call. */
import { describe, expect, it } from 'vitest';
import { type DeskErrorCode, ERROR_CODES, type ErrorCode } from '#protocol';
import { deskErrorText } from '../../../widget/locales/desk-error-text.ts';
import { errorText } from '../../../widget/locales/error-text.ts';
import { visitorErrorText } from '../../../widget/locales/desk-visitor-text.ts';

/** The record makes a forgotten one a type error. */
const OF_DESKS: Readonly<Record<Exclude<DeskErrorCode, ErrorCode>, true>> = {
  'desk-closed': true,
  'desk-offline': true,
  'desk-full': true,
  'already-taken': true,
  'call-gone': true,
  'invalid-desk': true,
};

const DESK_CODES = Object.keys(OF_DESKS) as (keyof typeof OF_DESKS)[];

describe.for(DESK_CODES)('%s', (code) => {
  const { title, whatToDo } = deskErrorText(code);

  it('has a sentence and a next step, each of its own words', () => {
    expect(title).toMatch(/^\p{Lu}.*[^.!]$/u);
    expect(whatToDo).toMatch(/^\p{Lu}.*\.$/u);
    expect(DESK_CODES.filter((other) => deskErrorText(other).title === title)).toEqual([code]);
    expect(ERROR_CODES.map((other) => errorText(other).title)).not.toContain(title);
  });
});

it.for([...ERROR_CODES])('%s has the words of any call', (code) => {
  expect(deskErrorText(code)).toEqual(errorText(code));
});

it.for(['token-invalid', 'token-expired', 'not-allowed'] as const)('a visitor is told of no invitation: %s', (code) => {
  const { title, whatToDo } = visitorErrorText(code);
  expect(`${title}. ${whatToDo}`).not.toMatch(/invitation|link|host/i);
  expect(title).not.toBe(errorText(code).title);
});

it('a visitor gets the words of the desk for the rest', () => {
  expect(visitorErrorText('desk-full')).toEqual(deskErrorText('desk-full'));
});
