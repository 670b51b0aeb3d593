/** Every code as words for people: what happened, what to do, and the button that does it, where there is one. */
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode } from '#protocol';
import { CallError } from '../../../widget/call/call-error.ts';
import { errorSentences, errorText } from '../../../widget/locales/error-text.ts';

/** The codes that were promised to users, whatever else there is by now. */
const PROMISED: readonly ErrorCode[] = [
  'permission-denied',
  'device-not-found',
  'device-in-use',
  'policy-blocked',
  'insecure-context',
  'token-expired',
  'token-invalid',
  'origin-not-allowed',
  'room-full',
  'room-locked',
  'not-admitted',
  'kicked',
  'rate-limited',
  'signaling-unreachable',
  'ice-failed',
  'turn-unavailable',
  'peer-unavailable',
  'e2ee-key-mismatch',
  'unsupported-browser',
  'server-error',
];

/** What another attempt of the same page can never mend. */
const NO_BUTTON: readonly ErrorCode[] = [
  'policy-blocked',
  'insecure-context',
  'token-invalid',
  'origin-not-allowed',
  'invalid-room',
  'not-allowed',
  'kicked',
  'call-ended',
  'message-too-large',
  'file-too-large',
  'e2ee-key-mismatch',
  'unsupported-browser',
];

/** What only a page that is loaded anew can mend. */
const RELOAD: readonly ErrorCode[] = ['token-expired', 'bad-message', 'unsupported-version'];

it('knows every code that was promised', () => {
  expect(PROMISED.filter((code) => !ERROR_CODES.includes(code))).toEqual([]);
});

describe.for([...ERROR_CODES])('%s', (code) => {
  const { title, whatToDo, next } = errorText(code);

  it('has a sentence and a next step, each of its own words', () => {
    expect(title).toMatch(/^\p{Lu}.*[^.!]$/u);
    expect(whatToDo).toMatch(/^\p{Lu}.*\.$/u);
    expect(title).not.toContain(code);
    const same = ERROR_CODES.filter((other) => errorText(other).title === title);
    expect(same).toEqual([code]);
  });

  it('has the button that helps', () => {
    expect(next).toBe(RELOAD.includes(code) ? 'reload' : NO_BUTTON.includes(code) ? null : 'retry');
  });

  it('tells to reload where that is the button, and nowhere else', () => {
    expect(/\breload\b/i.test(whatToDo)).toBe(next === 'reload');
  });

  it('is one line for who cannot see a button', () => {
    expect(errorSentences(new CallError(code))).toBe(`${title}. ${whatToDo}`);
  });
});

describe('a device', () => {
  it.for(['permission-denied', 'device-not-found', 'device-in-use', 'policy-blocked'] as const)(
    'is named where it is %s',
    (code) => {
      const titles = [undefined, 'camera', 'microphone', 'screen'].map((subject) => errorText(code, subject).title);
      expect(new Set(titles).size).toBe(4);
    },
  );
});

it('of a newer server, and what is no error of ours, is a problem of the server', () => {
  const { title, whatToDo } = errorText('server-error');
  expect(errorText('sun-too-hot' as ErrorCode)).toEqual(errorText('server-error'));
  expect(errorSentences(new TypeError('x is undefined'))).toBe(`${title}. ${whatToDo}`);
});
