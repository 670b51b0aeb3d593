import { describe, expect, it } from 'vitest';
import { askWhy, errorCodeOfClose, isFinal } from '../../../widget/signaling/refusal.ts';

const ask = (answer: () => Promise<Response>) =>
  askWhy(answer, 'https://calls.example.com/x', new AbortController().signal);

describe('errorCodeOfClose', () => {
  it.each([
    [4400, 'bad-message'],
    [4401, 'token-invalid'],
    [4403, 'origin-not-allowed'],
    [4404, 'invalid-room'],
    [4409, 'duplicate-session'],
    [4410, 'kicked'],
    [4413, 'message-too-large'],
    [4423, 'room-locked'],
    [4426, 'unsupported-version'],
    [4429, 'rate-limited'],
    [4453, 'room-full'],
    [1006, 'signaling-unreachable'],
    [4999, 'signaling-unreachable'],
  ])('tells of %i as %s', (close, code) => {
    expect(errorCodeOfClose(close)).toBe(code);
  });
});

describe('isFinal', () => {
  it.each(['rate-limited', 'server-error', 'signaling-unreachable'] as const)('lets %s pass by itself', (code) => {
    expect(isFinal(code)).toBe(false);
  });
  it.each(['room-full', 'invalid-room', 'origin-not-allowed', 'unsupported-version'] as const)(
    'stops at %s',
    (code) => {
      expect(isFinal(code)).toBe(true);
    },
  );
});

describe('askWhy', () => {
  it('reads the code of a refusal', async () => {
    expect(await ask(async () => Response.json({ code: 'origin-not-allowed', message: 'x' }, { status: 403 }))).toBe(
      'origin-not-allowed',
    );
  });
  it.each([
    ['a code that is none of ours', () => Response.json({ code: 'teapot' })],
    ['no code', () => Response.json({ message: 'upgrade required' }, { status: 426 })],
    ['a page of somebody else', () => new Response('<html>not found</html>', { status: 404 })],
    ['a list', () => Response.json(['room-full'])],
    ['null', () => Response.json(null)],
    ['nothing', () => new Response(null, { status: 204 })],
  ])('knows no reason when the answer is %s', async (_, answer) => {
    expect(await ask(async () => answer())).toBeNull();
  });
  it('knows no reason when nobody answers', async () => {
    expect(await ask(() => Promise.reject(new TypeError('network')))).toBeNull();
  });
  it('sends no credentials and no referrer', async () => {
    let init: RequestInit | undefined;
    await askWhy(
      async (_, given) => {
        init = given;
        return Response.json({});
      },
      'https://calls.example.com/x',
      new AbortController().signal,
    );
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
  });
});
