/** The playground without its page: options of the manifest, the address, the lines to paste. */
import { describe, expect, it } from 'vitest';
import { checked, fromFragment, toFragment, withOption } from '../../../widget/demo/playground/choice.ts';
import { type Logged, detailText, withEvent } from '../../../widget/demo/playground/event-log.ts';
import { type Option, elementIn, optionsOf, scriptedOf } from '../../../widget/demo/playground/options.ts';
import { snippetOf } from '../../../widget/demo/playground/snippet.ts';
import { readManifest } from '../../../worker/dev/manifest/manifest.ts';

const element = elementIn(readManifest());
const options = optionsOf(element);
const scripted = scriptedOf(element);

function option(name: string): Option {
  const found = [...options, ...scripted].find((it) => it.name === name);
  if (!found) throw new Error(`no option ${name}`);
  return found;
}

describe('the options', () => {
  it('are all attributes that a page may set, and all custom properties', () => {
    const names = [...(element.attributes ?? []), ...(element.cssProperties ?? [])].map(({ name }) => name);
    expect(options.map(({ name }) => name).sort()).toEqual(names.filter((name) => name !== 'state').sort());
  });

  it('have the field that fits them', () => {
    expect(option('chat')).toMatchObject({ kind: 'switch', byDefault: 'on' });
    expect(option('mode')).toMatchObject({
      kind: 'choice',
      words: ['inline', 'floating', 'modal'],
      byDefault: 'inline',
    });
    expect(option('controls').kind).toBe('words');
    expect(option('controls').words).toEqual(expect.arrayContaining(['microphone', 'leave']));
    expect(option('position').words).toContain('bottom-start');
    expect(option('max-participants').kind).toBe('number');
    expect(option('room')).toMatchObject({ kind: 'text', words: [] });
    expect(option('--p2p-call-accent').kind).toBe('colour');
    expect(option('--p2p-call-radius')).toMatchObject({ kind: 'size', byDefault: '16px' });
  });

  it('have a place for an attribute that is new', () => {
    const [novel] = optionsOf({
      ...element,
      attributes: [{ name: 'novel', type: { text: 'boolean' }, default: 'off' }],
    });
    expect(novel).toMatchObject({ name: '--p2p-call-accent' });
    const groups = optionsOf({ ...element, attributes: [{ name: 'novel' }], cssProperties: [] }).map(
      ({ group }) => group,
    );
    expect(groups).toEqual(['Everything else']);
  });

  it('are also the properties that need a script', () => {
    expect(scripted.map(({ name }) => name)).toEqual(expect.arrayContaining(['getToken', 'iceServers']));
    expect(scripted.map(({ name }) => name)).not.toContain('participants');
    expect(scripted.map(({ name }) => name)).not.toContain('isOpen');
  });
});

describe('the address', () => {
  it('holds what was chosen, and only that', () => {
    let choice = withOption(new Map(), option('chat'), 'off');
    choice = withOption(choice, option('room'), 'a & b=c#');
    choice = withOption(choice, option('--p2p-call-accent'), '#ff0000');
    choice = withOption(choice, option('theme'), 'auto');
    expect(toFragment(choice)).toBe('chat=off&room=a+%26+b%3Dc%23&--p2p-call-accent=%23ff0000');
    expect(fromFragment(`#${toFragment(choice)}`, options)).toEqual(
      new Map([
        ['room', 'a & b=c#'],
        ['chat', 'off'],
        ['--p2p-call-accent', '#ff0000'],
      ]),
    );
    expect(withOption(choice, option('chat'), 'on').has('chat')).toBe(false);
  });

  it.each([
    ['theme', 'pink'],
    ['chat', 'perhaps'],
    ['max-participants', '-1'],
    ['max-participants', '99999'],
    ['room', 'x'.repeat(201)],
    ['--p2p-call-accent', 'red; background: blue'],
    ['--p2p-call-stage-background', 'url(https://a.example/pixel)'],
    ['--p2p-call-stage-background', 'image-set("a.png" 1x)'],
    ['--p2p-call-width', '1px}body{display:none'],
    ['onclick', 'alert(1)'],
    ['__proto__', 'on'],
  ])('cannot set %s to %s', (name, value) => {
    expect(fromFragment(`#${new URLSearchParams([[name, value]])}`, options)).toEqual(new Map());
  });

  it('keeps the controls that there are', () => {
    expect(checked(option('controls'), 'chat nonsense leave')).toBe('chat leave');
    expect(withOption(new Map(), option('controls'), 'nonsense').size).toBe(0);
  });
});

describe('the lines to paste', () => {
  const lines = (choice: ReadonlyMap<string, string>): string =>
    snippetOf('https://calls.example.com', choice, options, scripted);
  const script = '<script type="module" src="https://calls.example.com/p2p-call.js"></script>';

  it('are those of README.md for a room alone', () => {
    expect(lines(new Map([['room', 'coffee']]))).toBe(`${script}\n<p2p-call room="coffee"></p2p-call>`);
  });

  it('write switches as short as they can be, and quote what people typed', () => {
    const choice = new Map([
      ['auto-join', 'on'],
      ['chat', 'off'],
      ['label', '"A" <b> &'],
    ]);
    expect(lines(choice)).toBe(
      `${script}\n<p2p-call label="&quot;A&quot; &lt;b&gt; &amp;" auto-join chat="off"></p2p-call>`,
    );
  });

  it('put each of many attributes on a line of its own', () => {
    const choice = new Map([
      ['room', 'a-room-with-a-long-name-that-nobody-guesses'],
      ['mode', 'floating'],
      ['label', 'Talk to us'],
    ]);
    expect(lines(choice).split('\n').slice(1)).toEqual([
      '<p2p-call',
      '  room="a-room-with-a-long-name-that-nobody-guesses"',
      '  mode="floating"',
      '  label="Talk to us"',
      '></p2p-call>',
    ]);
  });

  it('have a style sheet for custom properties, and a script for properties', () => {
    const choice = new Map([
      ['--p2p-call-radius', '4px'],
      ['getToken', 'on'],
    ]);
    expect(lines(choice)).toBe(
      [
        script,
        '<style>',
        '  p2p-call {',
        '    --p2p-call-radius: 4px;',
        '  }',
        '</style>',
        '<p2p-call></p2p-call>',
        '<script type="module">',
        "  const call = document.querySelector('p2p-call');",
        "  call.getToken = async () => (await fetch('/my/call-token')).text();",
        '</script>',
      ].join('\n'),
    );
  });
});

describe('the events', () => {
  it('are written on one line, whatever they hold', () => {
    expect(detailText(null)).toBe('');
    expect(detailText({ reason: 'user_left' })).toBe('{"reason":"user_left"}');
    expect(detailText({ file: new Blob(['a']), of: new Map([['a', 1]]) })).toBe('{"file":"[Blob]","of":{"a":1}}');
    expect(detailText({ text: 'x'.repeat(1_000) })).toHaveLength(241);
  });

  it('are the last 60, the newest first', () => {
    let log: readonly Logged[] = [];
    for (let count = 0; count < 70; count += 1) {
      log = withEvent(log, new CustomEvent('p2p-data', { detail: { count } }), new Date(0));
    }
    expect(log).toHaveLength(60);
    expect([log[0]?.detail, log.at(-1)?.detail]).toEqual(['{"count":69}', '{"count":10}']);
    expect(new Set(log.map(({ id }) => id)).size).toBe(60);
  });
});
