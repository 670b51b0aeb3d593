/** What a page may replace (`strings`): the list in the source is made here, by `npx vitest run --project logic string-ids -u`. */
import { expect, it } from 'vitest';
import { messagesOfSource } from './support/source-messages.ts';

function line([id, { text, valueCount }]: [string, { text: string; valueCount: number }]): string {
  return `  /** ${text} */\n  ${/^\w+$/.test(id) ? id : `'${id}'`}: ${valueCount},`;
}

it('every text has its id in the list, with its English and the number of its values', async () => {
  const messages = [...messagesOfSource()].sort(([a], [b]) => (a < b ? -1 : 1));
  const file = `/**
 * Every text of the element: its id, its English, and how many values are in it; \`{0}\` stands for the first. For \`strings\`.
 * Made from the source by \`npx vitest run --project logic string-ids -u\`; a test compares.
 */
export const STRING_IDS = {
${messages.map(line).join('\n')}
} as const;

export type StringId = keyof typeof STRING_IDS;
`;
  await expect(file).toMatchFileSnapshot('../../../widget/locales/string-ids.ts');
});
