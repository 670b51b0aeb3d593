import { afterEach, expect, it, vi } from 'vitest';
import * as localization from '../../../widget/locales/localization.ts';
import { sentences } from '../../../widget/locales/sentences.ts';

vi.mock(import('../../../widget/locales/localization.ts'), async (original) => ({
  ...(await original()),
  spokenLanguage: vi.fn<() => string>(),
}));

afterEach(() => void vi.resetAllMocks());

it.for([
  ['en', 'The call is full. Try again.', 'The call is full.'],
  ['ar', 'The call is full. Try again.', 'The call is full.'],
  ['ja', 'The call is full。Try again.', 'The call is full。'],
  ['zh', 'The call is full。Try again.', 'The call is full。'],
] as const)('in %s sentences end and begin as people write them', ([language, both, one]) => {
  vi.mocked(localization.spokenLanguage).mockReturnValue(language);
  expect(sentences('The call is full', 'Try again.')).toBe(both);
  expect(sentences('The call is full')).toBe(one);
});
