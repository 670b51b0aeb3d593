/** How attributes become values: forgiving towards people who write HTML by hand, never throwing. */
import type { ComplexAttributeConverter, LitElement, PropertyDeclaration } from 'lit';

const OFF = new Set(['off', 'false', 'no', '0']);

/**
 * A switch: `chat`, `chat="on"`, `chat="off"`, `chat="false"`.
 * @param byDefault what it is without the attribute.
 */
export function onOff(attribute: string, byDefault: boolean): PropertyDeclaration<boolean> {
  const converter: ComplexAttributeConverter<boolean> = {
    fromAttribute: (value) => (value === null ? byDefault : !OFF.has(value.trim().toLowerCase())),
  };
  return { attribute, converter };
}

/**
 * One word of a closed set; anything else is the first of it.
 * @param words the first is the default.
 */
export function oneOf<Word extends string>(
  attribute: string,
  words: readonly [Word, ...Word[]],
): PropertyDeclaration<Word> {
  const [byDefault] = words;
  const converter: ComplexAttributeConverter<Word> = {
    fromAttribute: (value) => words.find((word) => word === value?.trim().toLowerCase()) ?? byDefault,
  };
  return { attribute, converter };
}

/** A whole number between both ends, or null. */
export function countBetween(attribute: string, min: number, max: number): PropertyDeclaration<number | null> {
  const converter: ComplexAttributeConverter<number | null> = {
    fromAttribute: (value) => {
      const count = value === null || value.trim() === '' ? Number.NaN : Number(value);
      return Number.isInteger(count) ? Math.min(Math.max(count, min), max) : null;
    },
  };
  return { attribute, converter };
}

/** Text, where a missing attribute is the empty text rather than null. */
export function text(attribute: string): PropertyDeclaration<string> {
  return { attribute, converter: { fromAttribute: (value) => value ?? '' } };
}

/** Has a property that is set to a text mean what its attribute would: frameworks set properties to what stands in the markup, as
 *  `chat="off"`. To be called once, when the properties are declared. */
export function readTexts({ prototype, elementProperties }: typeof LitElement): void {
  for (const [name, { converter }] of elementProperties) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (typeof converter !== 'object' || !descriptor) continue;
    Object.defineProperty(prototype, name, {
      ...descriptor,
      set(value: unknown) {
        descriptor.set?.call(this, typeof value === 'string' ? converter.fromAttribute?.(value) : value);
      },
    });
  }
}
