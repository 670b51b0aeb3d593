/** What a peer can make this page's data channels do that sends whatever it likes, as much as it likes, and reads nothing. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDataChannels, listen } from '../../../widget/data/channels.ts';
import { bodyFrom, encodeFrame, parseJson } from '../../../widget/data/frames.ts';
import { SendMemory } from '../../../widget/data/send-memory.ts';
import { HIGH_WATERMARK_BYTES } from '../../../widget/data/limits.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { chatFrom, connect, incFrom, pageFrom } from './fake-channels.ts';

const HOSTILE = 'b';
const envelopeFrom = (n: number, b?: unknown) => ({ s: incFrom(HOSTILE), r: incFrom('a'), e: 0, n, a: 0, b });

/** A page and the channels of a peer that a test plays itself. */
function setup() {
  const clock = new VirtualClock();
  const page = pageFrom(clock, 'a', HOSTILE);
  const other = pageFrom(clock, HOSTILE, 'a');
  const { a, b, open } = connect(page.data, other.data, { clock, latencyMs: 5 });
  other.data.close();
  open();
  return { clock, page, mine: a, theirs: b };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a peer that never reads', () => {
  it('does not make acknowledgements pile up', async () => {
    const { clock, mine, theirs } = setup();
    for (const channel of [mine.chat, mine.reliableOrdered, mine.reliableUnordered]) channel.isStalled = true;
    const body = bodyFrom('x', '', new SendMemory());
    for (let n = 1; n <= 60_000; n++) {
      theirs.chat.send(JSON.stringify(envelopeFrom(n, null)));
      theirs.reliableOrdered.send(encodeFrame(envelopeFrom(n, body)));
      theirs.reliableUnordered.send(encodeFrame({ ...envelopeFrom(n, body), x: [] } as object));
      if (n % 100 === 0) await clock.advance(10);
    }
    for (const channel of [mine.chat, mine.reliableOrdered, mine.reliableUnordered])
      expect(channel.bufferedAmount).toBeLessThan(HIGH_WATERMARK_BYTES + 1_000);
  });
});

describe('a frame that is too large', () => {
  it.each(['chat', 'ctl'] as const)('is not even parsed: %s', async (name) => {
    const { clock, page, theirs } = setup();
    const parse = vi.spyOn(JSON, 'parse');
    theirs[name].send(JSON.stringify({ ...envelopeFrom(1, chatFrom('x')), filler: 'x'.repeat(100_000) }));
    await clock.advance(100);
    expect(parse.mock.calls.length).toBe(0);
    expect([...page.chats, ...page.controls]).toEqual([]);
  });

  it('of chat is none as long as its text may be, however it is written', async () => {
    const { clock, page, theirs } = setup();
    const text = `${'\u{fffd}"'.repeat(2_000)}x`;
    const escaped = JSON.stringify(envelopeFrom(1, chatFrom('x', text))).replaceAll('\u{fffd}', '\\ufffd');
    theirs.chat.send(escaped);
    await clock.advance(100);
    expect(page.chats.map((it) => it.text)).toEqual([text]);
  });
});

describe('a frame that is no frame', () => {
  it('changes nothing on any channel, and what comes after it is heard', async () => {
    const { clock, page, theirs } = setup();
    const deep = '['.repeat(4_000);
    const hostile: Array<string | ArrayBuffer> = [
      ...['', '{', 'null', '[]', '0', deep, `${deep}${']'.repeat(4_000)}`, '{"__proto__":{"n":1}}', '\u0000', '\ud800'],
      new ArrayBuffer(0),
      new ArrayBuffer(1),
      new Uint8Array([0, 0]).buffer,
      new Uint8Array([255, 255, 1]).buffer,
      new Uint8Array([0, 2, 0x7b, 0x7d]).buffer,
      new Uint8Array([0, 2, 0xff, 0xff]).buffer,
      new ArrayBuffer(300 * 1024),
    ];
    for (const name of ['ctl', 'chat', 'reliableOrdered', 'reliableUnordered', 'unreliableOrdered'] as const)
      for (const frame of hostile) theirs[name].send(frame);
    theirs.chat.send(JSON.stringify(envelopeFrom(1, chatFrom('fine'))));
    await clock.advance(1_000);
    expect(page.chats.map(({ id }) => id)).toEqual(['fine']);
    expect(page.messages).toEqual([]);
    expect(page.controls.every((it) => !Object.hasOwn(it, 'n'))).toBe(true);
    expect(Object.hasOwn(Object.prototype, 'n')).toBe(false);
  });
});

describe('a flood that comes before anybody listens', () => {
  it.each([
    ['many', 100_000, 'x'],
    ['large', 400, 'x'.repeat(256 * 1024)],
    ['large, binary', 400, new ArrayBuffer(256 * 1024)],
  ])('is kept up to 256 frames and 1 MiB on each channel: %s', (_, count, data) => {
    const made: EventTarget[] = [];
    const createDataChannel = (): EventTarget => {
      const channel = new EventTarget();
      made.push(channel);
      return channel;
    };
    const channels = createDataChannels({ createDataChannel, sctp: null } as unknown as RTCPeerConnection);
    for (const channel of made)
      for (let i = 0; i < count; i++) channel.dispatchEvent(new MessageEvent('message', { data }));
    let [frameCount, bytes] = [0, 0];
    const receive = (it: unknown): void => {
      frameCount += 1;
      bytes += typeof it === 'string' ? it.length : it instanceof ArrayBuffer ? it.byteLength : Number.NaN;
    };
    listen(channels.chat, receive, new AbortController().signal);
    expect(frameCount).toBeGreaterThan(0);
    expect(frameCount).toBeLessThanOrEqual(256);
    expect(bytes).toBeLessThanOrEqual(1024 * 1024);
  });
});

describe('JSON that names a prototype', () => {
  it.each(['__proto__', '\\u005f_proto__', '__\\u0070roto__', '\\u005F\\u005fprot\\u006F\\u005f_'])(
    'loses that key, however it is written and wherever it is: %s',
    (key) => {
      const value = parseJson(`[1,{"a":[{"${key}":{"admin":true},"b":"__proto__"}]},null]`);
      expect(value).toEqual([1, { a: [{ b: '__proto__' }] }, null]);
      const [
        ,
        {
          a: [it],
        },
      ] = value as [number, { a: [object] }];
      expect(Object.keys(it)).toEqual(['b']);
    },
  );
});
