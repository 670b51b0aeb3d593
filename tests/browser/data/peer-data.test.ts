import { incarnation } from '#protocol';
import { parse } from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDataChannels } from '../../../widget/data/channels.ts';
import type { ChatBody } from '../../../widget/data/chat.ts';
import type { DataMessage } from '../../../widget/data/frames.ts';
import { PeerData } from '../../../widget/data/peer-data.ts';
import { type ConnectedPair, connectPair } from './connected-pair.ts';

const incFrom = (digit: string) => parse(incarnation, digit.repeat(16));
const open: Array<{ close(): void }> = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

function pageFrom(local: string, remote: string) {
  const chats: ChatBody[] = [];
  const messages: DataMessage[] = [];
  const controls: object[] = [];
  const data = new PeerData({
    localInc: incFrom(local),
    remoteInc: incFrom(remote),
    onchat: (message) => chats.push(message),
    ondata: (message) => messages.push(message),
    onctl: (message) => controls.push(message),
  });
  open.push({ close: () => data.close() });
  return { data, chats, messages, controls };
}

function pages() {
  const a = pageFrom('a', 'b');
  const b = pageFrom('b', 'a');
  const connect = async (): Promise<ConnectedPair> => {
    const made = await connectPair((forA, forB) => {
      a.data.attach(forA);
      b.data.attach(forB);
    });
    open.push(made);
    return made;
  };
  return { a, b, connect };
}

const chatFrom = (id: string): ChatBody => ({ id, text: `text ${id}`, at: 1 });
const waitFor = <Result>(check: () => Result) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

describe('the channels of a connection', () => {
  it('have fixed ids, order and reliability, without asking the other side', () => {
    const connection = new RTCPeerConnection();
    open.push(connection);
    const channels = createDataChannels(connection);
    const facts = Object.values(channels).flatMap((channel) =>
      channel instanceof RTCDataChannel
        ? [[channel.id, channel.label, channel.ordered, channel.maxRetransmits, channel.negotiated, channel.binaryType]]
        : [],
    );
    expect(facts).toEqual([
      [0, 'ctl', true, null, true, 'arraybuffer'],
      [1, 'chat', true, null, true, 'arraybuffer'],
      [2, 'reliableOrdered', true, null, true, 'arraybuffer'],
      [3, 'reliableUnordered', false, null, true, 'arraybuffer'],
      [4, 'unreliableOrdered', true, 0, true, 'arraybuffer'],
      [5, 'unreliableUnordered', false, 0, true, 'arraybuffer'],
      [6, 'files', true, null, true, 'arraybuffer'],
    ]);
  });

  it('all open, take 256 KiB, and say so', async () => {
    const { connect } = pages();
    const { a, b } = await connect();
    expect(a.maxFrameBytes()).toBe(256 * 1024);
    expect(b.maxFrameBytes()).toBe(256 * 1024);
  });
});

describe('chat over real connections', () => {
  it('goes both ways, what was written before the connection first', async () => {
    const { a, b, connect } = pages();
    a.data.sendChat(chatFrom('early'));
    await connect();
    a.data.sendChat(chatFrom('from-a'));
    b.data.sendChat(chatFrom('from-b'));
    await waitFor(() => {
      expect(b.chats.map(({ id }) => id)).toEqual(['early', 'from-a']);
      expect(a.chats.map(({ id }) => id)).toEqual(['from-b']);
    });
  });

  it('arrives exactly once and in order while connections are closed and built again under it', async () => {
    const { a, b, connect } = pages();
    const expected: string[] = [];
    for (let round = 0; round < 4; round++) {
      const connection = await connect();
      for (let i = 0; i < 3; i++) {
        const id = `${round}-${i}`;
        expected.push(id);
        a.data.sendChat(chatFrom(id));
        b.data.sendChat(chatFrom(id));
      }
      // With the last ones on their way, some rounds with none delivered yet.
      if (round % 2 === 0) await waitFor(() => expect(b.chats.length).toBeGreaterThan(round * 3));
      connection.close();
      expected.push(`between-${round}`);
      a.data.sendChat(chatFrom(`between-${round}`));
      b.data.sendChat(chatFrom(`between-${round}`));
    }
    await connect();
    await waitFor(() => {
      expect(a.chats.map(({ id }) => id)).toEqual(expected);
      expect(b.chats.map(({ id }) => id)).toEqual(expected);
    });
  });

  it('moves to a new connection while the old one still stands', async () => {
    const { a, b, connect } = pages();
    const old = await connect();
    a.data.sendChat(chatFrom('old'));
    await waitFor(() => expect(b.chats).toHaveLength(1));
    await connect();
    old.close();
    a.data.sendChat(chatFrom('new'));
    await waitFor(() => expect(b.chats.map(({ id }) => id)).toEqual(['old', 'new']));
  });
});

describe('application data over real connections', () => {
  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('arrives as string, JSON and bytes (reliable %s, ordered %s)', async (reliable, ordered) => {
    const { a, b, connect } = pages();
    await connect();
    const bytes = crypto.getRandomValues(new Uint8Array(10_000));
    for (const data of ['Grüße 👋', { list: [1, null, 'ü'] }, bytes]) {
      await a.data.send(data, { topic: 'kind', reliable, ordered });
    }
    await waitFor(() => expect(b.messages).toHaveLength(3));
    const got = b.messages.map(({ data }) => data);
    expect(got).toContainEqual('Grüße 👋');
    expect(got).toContainEqual({ list: [1, null, 'ü'] });
    expect(got).toContainEqual(bytes);
    expect(b.messages.every(({ topic }) => topic === 'kind')).toBe(true);
  });

  it('of 255 KiB passes, one byte more is refused before the browser sees it', async () => {
    const { a, b, connect } = pages();
    await connect();
    await a.data.send(new Uint8Array(255 * 1024));
    await expect(a.data.send(new Uint8Array(255 * 1024 + 1))).rejects.toMatchObject({ code: 'message-too-large' });
    await waitFor(() => expect(b.messages).toHaveLength(1));
  });

  it('of 24 MiB passes in order under back-pressure, with little buffered at any time', async () => {
    const { a, b, connect } = pages();
    const { a: channels } = await connect();
    const count = 384;
    let mostBufferedBytes = 0;
    for (let i = 0; i < count; i++) {
      const chunk = new Uint8Array(64 * 1024);
      new DataView(chunk.buffer).setUint32(0, i);
      await a.data.send(chunk);
      mostBufferedBytes = Math.max(mostBufferedBytes, channels.reliableOrdered.bufferedAmount);
    }
    await waitFor(() => expect(b.messages).toHaveLength(count));
    const numbers = b.messages.map(({ data }) =>
      data instanceof Uint8Array ? new DataView(data.buffer, data.byteOffset).getUint32(0) : -1,
    );
    expect(numbers).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(mostBufferedBytes).toBeLessThan(1024 * 1024);
  });

  it('that is reliable arrives exactly once across a rebuild in the middle of much', async () => {
    const { a, b, connect } = pages();
    const first = await connect();
    const sending: Array<Promise<void>> = [];
    for (let i = 0; i < 60; i++) {
      sending.push(a.data.send({ i, filler: 'x'.repeat(30_000) }, { topic: 'ordered' }));
      sending.push(a.data.send({ i, filler: 'x'.repeat(30_000) }, { topic: 'unordered', ordered: false }));
    }
    await waitFor(() => expect(b.messages.length).toBeGreaterThan(5));
    first.close();
    await connect();
    await Promise.all(sending);
    await waitFor(() => expect(b.messages).toHaveLength(120));
    const numbers = (topic: string) =>
      b.messages.flatMap(({ data, topic: t }) =>
        t === topic && typeof data === 'object' && data !== null && 'i' in data ? [data.i] : [],
      );
    const all = Array.from({ length: 60 }, (_, i) => i);
    expect(numbers('ordered')).toEqual(all);
    expect(numbers('unordered').toSorted((x, y) => Number(x) - Number(y))).toEqual(all);
  });

  it('that is unreliable is dropped without a connection, and nothing throws', async () => {
    const { a, b, connect } = pages();
    await a.data.send('lost', { reliable: false });
    const connection = await connect();
    await a.data.send('arrives', { reliable: false });
    await waitFor(() => expect(b.messages.map(({ data }) => data)).toEqual(['arrives']));
    connection.close();
    await a.data.send('lost', { reliable: false });
    await connect();
    await a.data.send('again', { reliable: false });
    await waitFor(() => expect(b.messages.map(({ data }) => data)).toEqual(['arrives', 'again']));
  });
});

it('control messages pass and a malformed frame on any channel is ignored', async () => {
  const { a, b, connect } = pages();
  const { a: channels } = await connect();
  for (const channel of Object.values(channels)) {
    if (!(channel instanceof RTCDataChannel)) continue;
    channel.send('{');
    channel.send('null');
    channel.send(new Uint8Array([0, 200, 1]));
    channel.send(crypto.getRandomValues(new Uint8Array(1_000)));
  }
  a.data.sendCtl({ type: 'beat' });
  a.data.sendChat(chatFrom('fine'));
  await waitFor(() => {
    expect(b.controls).toContainEqual({ type: 'beat' });
    expect(b.chats.map(({ id }) => id)).toEqual(['fine']);
  });
  expect(b.messages).toEqual([]);
});

it('what arrives before anybody listens is kept until somebody does', async () => {
  const a = pageFrom('a', 'b');
  const b = pageFrom('b', 'a');
  const pair = await connectPair((forA) => a.data.attach(forA));
  open.push(pair);
  let isHere = false;
  pair.b.ctl.addEventListener('message', () => (isHere = true));
  await a.data.send('early', { ordered: false });
  a.data.sendChat(chatFrom('early'));
  await vi.waitFor(() => {
    a.data.sendCtl({ type: 'beat' });
    expect(isHere).toBe(true);
  });
  b.data.attach(pair.b);
  expect(b.messages.map(({ data }) => data)).toEqual(['early']);
  await waitFor(() => expect(b.chats).toHaveLength(1));
});
