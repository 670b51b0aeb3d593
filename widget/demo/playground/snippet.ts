/** The lines to paste for what was chosen. Knows no page. */
import type { Choice } from './choice.ts';
import type { Option } from './options.ts';

/** A line that is longer has one attribute each. */
const LINE_LENGTH = 80;

/** What a page may want to write there; the type says the rest. */
const EXAMPLES: Readonly<Record<string, string>> = {
  getToken: "async () => (await fetch('/my/call-token')).text()",
  iceServers: "[{ urls: 'turn:turn.example.com', username: 'name', credential: 'secret' }]",
  strings: "{ join: 'Enter the café' }",
  processTrack: '(track) => track',
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `chat="off"`, `auto-join`, `room="coffee"`. */
function attribute(option: Option, value: string): string {
  return option.kind === 'switch' && value === 'on' ? option.name : `${option.name}="${escaped(value)}"`;
}

function tag(attributes: readonly string[]): string {
  const line = `<p2p-call${attributes.map((text) => ` ${text}`).join('')}></p2p-call>`;
  if (line.length <= LINE_LENGTH) return line;
  return `<p2p-call\n${attributes.map((text) => `  ${text}`).join('\n')}\n></p2p-call>`;
}

function styles(properties: readonly string[]): string {
  if (properties.length === 0) return '';
  return `<style>\n  p2p-call {\n${properties.map((text) => `    ${text};`).join('\n')}\n  }\n</style>`;
}

function script(names: readonly string[]): string {
  if (names.length === 0) return '';
  const lines = names.map((name) => `  call.${name} = ${EXAMPLES[name] ?? 'null'};`);
  return ['<script type="module">', "  const call = document.querySelector('p2p-call');", ...lines, '</script>'].join(
    '\n',
  );
}

/** @param origin of the Worker. @param scripted properties that are set by script. */
export function snippetOf(
  origin: string,
  choice: Choice,
  options: readonly Option[],
  scripted: readonly Option[],
): string {
  const chosen = options.flatMap((option) => {
    const value = choice.get(option.name);
    return value === undefined ? [] : [{ option, value }];
  });
  // The one that everybody needs.
  chosen.sort((first, second) => Number(second.option.name === 'room') - Number(first.option.name === 'room'));
  const isStyle = ({ option }: (typeof chosen)[number]): boolean => option.name.startsWith('--');
  return [
    `<script type="module" src="${escaped(origin)}/p2p-call.js"></script>`,
    styles(chosen.filter(isStyle).map(({ option, value }) => `${option.name}: ${value}`)),
    tag(chosen.filter((it) => !isStyle(it)).map(({ option, value }) => attribute(option, value))),
    script(scripted.filter(({ name }) => choice.get(name) === 'on').map(({ name }) => name)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
