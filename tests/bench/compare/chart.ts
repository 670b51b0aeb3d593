/** The picture of the figures: groups of bars, as SVG that follows light and dark. Knows no part, no file. */
import { short } from './figures.ts';
import type { Bars } from './result.ts';

const WIDTH = 880;
const NAME_WIDTH = 300;
const VALUE_WIDTH = 110;
const BAR_HEIGHT = 18;
const ROW_HEIGHT = 26;
const TITLE_HEIGHT = 44;
const MARGIN = 20;

/** What is ours stands out by its colour and its weight. */
const OWN = /^p2p-call/;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 14px }
  .own { font-weight: 600 }
  rect { fill: #aab4c0 }
  rect.own { fill: #1f6feb }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #57606a } rect.own { fill: #58a6ff } }
`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function group({ title, unit, bars }: Bars, top: number): string {
  const most = Math.max(...bars.map(({ value }) => value));
  const room = WIDTH - NAME_WIDTH - VALUE_WIDTH - 2 * MARGIN;
  const rows = bars.map(({ name, value, text = `${short(value)} ${unit}` }, i) => {
    const y = top + TITLE_HEIGHT + i * ROW_HEIGHT;
    const own = OWN.test(name) ? ' class="own"' : '';
    const width = Math.max(1, (value / most) * room).toFixed(1);
    const baseline = y + BAR_HEIGHT - 4;
    return (
      `<text${own} x="${MARGIN}" y="${baseline}">${escaped(name)}</text>` +
      `<rect${own} x="${MARGIN + NAME_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}" rx="3"/>` +
      `<text${own} x="${(MARGIN + NAME_WIDTH + Number(width) + 8).toFixed(1)}" y="${baseline}">${escaped(text)}</text>`
    );
  });
  return [`<text class="title" x="${MARGIN}" y="${top + 30}">${escaped(title)}</text>`, ...rows].join('\n');
}

export function chart(groups: readonly Bars[]): string {
  let top = 0;
  const drawn = groups.map((it) => {
    const text = group(it, top);
    top += TITLE_HEIGHT + it.bars.length * ROW_HEIGHT;
    return text;
  });
  const height = top + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>p2p-call beside others: the figures of RESULTS.md</title>
<style>${STYLE}</style>
${drawn.join('\n')}
</svg>
`;
}
