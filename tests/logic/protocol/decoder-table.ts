/**
 * What every decoder of a message must hold, as a table: which fields there are, what each may not be. Knows no message.
 */
import { describe, expect, it } from 'vitest';
import type { Decoded, DecodedClientMessage } from '#protocol';

export interface DecoderTable {
  /** A message with every field. */
  readonly valid: Readonly<Record<string, unknown>>;
  /** Fields without which it is no message. */
  readonly required: readonly string[];
  /** What a field must not be: wrong types, wrong lengths. */
  readonly wrong: Readonly<Record<string, readonly unknown[]>>;
  /** Fields that may be left out, and what they then are. */
  readonly optional?: Readonly<Record<string, unknown>>;
}

type Decode = (text: string) => Decoded<unknown> | DecodedClientMessage;

function without(message: Readonly<Record<string, unknown>>, field: string): Record<string, unknown> {
  const { [field]: _, ...rest } = message;
  return rest;
}

export function testDecoder(
  name: string,
  decode: Decode,
  { valid, required, wrong, optional = {} }: DecoderTable,
): void {
  const run = (message: unknown): ReturnType<Decode> => decode(JSON.stringify(message));
  const malformed = { ok: false, reason: 'malformed' };

  describe(name, () => {
    it('is decoded as it was sent', () => {
      expect(run(valid)).toEqual({ ok: true, message: valid });
    });

    it('names every field in this table', () => {
      expect([...required, ...Object.keys(optional)].toSorted()).toEqual(
        Object.keys(without(valid, 'type')).toSorted(),
      );
    });

    it('may carry fields that this version does not know', () => {
      expect(run({ ...valid, fromTheFuture: { deep: [1] } })).toMatchObject({ ok: true, message: valid });
    });

    it.each(required)('is malformed without %s', (field) => {
      expect(run(without(valid, field))).toEqual(malformed);
    });

    it.each(Object.entries(optional))('may come without %s', (field, value) => {
      const rest = without(valid, field);
      expect(run(rest)).toEqual({ ok: true, message: value === undefined ? rest : { ...rest, [field]: value } });
    });

    const cases = Object.entries(wrong).flatMap(([field, values]) => values.map((value) => [field, value] as const));
    it.each(cases)('is malformed when %s is %j', (field, value) => {
      expect(run({ ...valid, [field]: value })).toEqual(malformed);
    });
  });
}
