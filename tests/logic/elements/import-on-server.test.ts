import { expect, it } from 'vitest';

it.for(['core', 'index', 'define'] as const)('widget/%s.ts can be imported where there is no window', async (name) => {
  expect(globalThis.window).toBeUndefined();
  const module = (await import(`../../../widget/${name}.ts`)) as Readonly<Record<string, unknown>>;
  expect(module['Call']).toBeTypeOf('function');
});
