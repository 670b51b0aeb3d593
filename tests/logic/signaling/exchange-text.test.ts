/** The texts that people carry between two pages without a server. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExchange, writeExchange } from '../../../widget/signaling/manual/exchange-text.ts';
import { seedFromEnvironment } from '../../support/random.ts';

const seed = seedFromEnvironment();
const invitation = {
  kind: 'invitation',
  id: 'abc_DEF-1',
  sdp: 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\na=candidate:1\r\n',
} as const;

const faultOf = (pasted: string, expected: 'invitation' | 'reply' = 'invitation'): Promise<string> =>
  readExchange(pasted, expected).then(
    () => 'none',
    (error: { fault: string }) => error.fault,
  );

describe('an invitation', () => {
  it('is read as it was written', async () => {
    const text = await writeExchange(invitation);
    expect(text).toMatch(/^p2pcall1i\.[\w-]+$/);
    expect(await readExchange(text, 'invitation')).toEqual(invitation);
  });

  it(`comes back whatever is in it, SEED=${seed}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 2_000 }),
        fc.constantFrom('invitation', 'reply'),
        async (sdp, kind) => {
          const written = { kind, id: 'x', sdp } as const;
          expect(await readExchange(await writeExchange(written), kind)).toEqual(written);
        },
      ),
      { seed, numRuns: 200 },
    );
  });

  it('is found among words, quotes and broken lines', async () => {
    const text = await writeExchange(invitation);
    const broken = text.replaceAll(/(.{20})/g, '$1\r\n');
    for (const pasted of [
      `Hi Bob,\n\n${text}\n\nSee you, Alice`,
      `> ${text}`,
      `"${text}"`,
      `  ${broken} `,
      `${text}.`,
    ]) {
      expect(await readExchange(pasted, 'invitation'), pasted).toEqual(invitation);
    }
  });

  it('is told from what it is not', async () => {
    const text = await writeExchange(invitation);
    const reply = await writeExchange({ ...invitation, kind: 'reply' });
    expect(await faultOf('')).toBe('not-an-invitation');
    expect(await faultOf('hello')).toBe('not-an-invitation');
    expect(await faultOf('hello', 'reply')).toBe('not-a-reply');
    expect(await faultOf(reply)).toBe('not-an-invitation');
    expect(await faultOf(text, 'reply')).toBe('not-a-reply');
    expect(await faultOf(text.replace('call1', 'call2'))).toBe('newer');
    expect(await faultOf(text.slice(0, -20))).toBe('damaged');
    expect(await faultOf('p2pcall1i.AAAA')).toBe('damaged');
    expect(await faultOf('x'.repeat(10_000_000))).toBe('not-an-invitation');
  });

  it('that would grow beyond measure is not unpacked', async () => {
    const bomb = await writeExchange({ ...invitation, sdp: '0'.repeat(20_000_000) });
    expect(bomb.length).toBeLessThan(64 * 1024);
    expect(await faultOf(bomb)).toBe('damaged');
  });

  it(`stands any change of it, SEED=${seed}`, async () => {
    const text = await writeExchange(invitation);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), async (at, by) => {
        const changed = text.slice(0, at) + by + text.slice(at + 1);
        const fault = await faultOf(changed);
        expect(['none', 'not-an-invitation', 'newer', 'damaged']).toContain(fault);
      }),
      { seed, numRuns: 500 },
    );
  });
});
