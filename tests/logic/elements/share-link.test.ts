import { expect, it } from 'vitest';
import { shareLinkOf } from '../../../widget/elements/share-link.ts';

it.for([
  ['https://calls.example.com/r/coffee', 'coffee', 'https://calls.example.com/r/coffee'],
  ['https://calls.example.com/r/coffee?from=mail#k=1', 'coffee', 'https://calls.example.com/r/coffee#k=1'],
  ['https://example.com/app/r/coffee', 'coffee', 'https://example.com/app/r/coffee'],
  ['https://example.com/contact', 'coffee', ''],
  ['https://calls.example.com/r/coffee', 'tea', ''],
  ['https://calls.example.com/r/', '', ''],
  ['https://calls.example.com/r/a', 'a', ''],
  ['https://calls.example.com/r/coffee', '\ud800', ''],
] as const)('%s leads into %s by "%s"', ([href, room, expected]) => {
  expect(shareLinkOf({ href }, room)).toBe(expected);
});

it('is empty on a server, where there is no page', () => {
  expect(shareLinkOf(undefined, 'coffee')).toBe('');
});
