/**
 * What a hostile peer does, by name. Each attack gives the page under attack a turn between its slices, so that it can be run in
 * the same page; from another process it comes as fast. The numbers are those of the requirement, or a second's worth.
 */
import type { HostilePeer } from './hostile-peer.ts';

export interface Attack {
  readonly name: string;
  run(peer: HostilePeer): Promise<void>;
}

const MAX_SDP_BYTES = 48 * 1024;

/** Calls `act` `count` times, `perSlice` of them in one task. */
async function inSlices(count: number, perSlice: number, act: (i: number) => void): Promise<void> {
  for (let i = 0; i < count; i++) {
    if (i % perSlice === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    act(i);
  }
}

/** An offer that the other side can take: what this connection would offer next. */
async function validOffer(peer: HostilePeer): Promise<string> {
  return (await peer.connection.createOffer()).sdp ?? '';
}

const padded = (sdp: string, lineOf: (i: number) => string): string => {
  const lines: string[] = [];
  for (let [i, bytes] = [0, sdp.length]; ; i++) {
    const line = `${lineOf(i)}\r\n`;
    bytes += line.length;
    if (bytes > MAX_SDP_BYTES) return sdp + lines.join('');
    lines.push(line);
  }
};

function describe(peer: HostilePeer, type: string, sdp: string, g = peer.generation): void {
  peer.say({ type: 'description', g, description: { type, sdp } });
}

/** The offer's first media section again and again, each with a line of its own. */
function withMediaLines(sdp: string, count: number): string {
  const [head = '', ...sections] = sdp.split(/^(?=m=)/m);
  const [section = ''] = sections;
  const more = Array.from({ length: Math.max(0, count - sections.length) }, (_, i) =>
    section
      .replace(/^a=mid:.*$/m, `a=mid:x${i}`)
      .replace(/^m=(\w+) \d+/m, 'm=$1 9')
      .replace(/^a=(ssrc|msid|candidate).*\r\n/gm, ''),
  );
  const mids = more.map((_, i) => `x${i}`).join(' ');
  return head.replace(/^(a=group:BUNDLE .*)\r$/m, `$1 ${mids}\r`) + [...sections, ...more].join('');
}

const withNewCredentials = (sdp: string, i: number): string =>
  sdp
    .replace(/^a=ice-ufrag:.*$/gm, `a=ice-ufrag:u${String(i).padStart(6, '0')}\r`)
    .replace(/^a=ice-pwd:.*$/gm, `a=ice-pwd:${String(i).padStart(24, 'p')}\r`);

async function offers(peer: HostilePeer, count: number, change: (sdp: string, i: number) => string): Promise<void> {
  const sdp = await validOffer(peer);
  await inSlices(count, 4, (i) => describe(peer, 'offer', change(sdp, i)));
}

export const DESCRIPTION_ATTACKS: readonly Attack[] = [
  {
    name: 'offers of 48 KiB of junk',
    run: (peer) => offers(peer, 8, () => padded('v=0\r\n', (i) => `a=junk-${i}:${'x'.repeat(40)}`)),
  },
  {
    name: 'valid offers with 48 KiB of unknown lines',
    run: (peer) => offers(peer, 8, (sdp) => padded(sdp, (i) => `a=x-${i}:y`)),
  },
  {
    name: 'valid offers with 48 KiB of sources',
    run: (peer) => offers(peer, 8, (sdp) => padded(sdp, (i) => `a=ssrc:${i + 1} cname:x`)),
  },
  {
    name: 'valid offers with 48 KiB of candidates',
    run: (peer) =>
      offers(peer, 8, (sdp) =>
        padded(sdp, (i) => `a=candidate:${i} 1 udp ${i + 1} 192.0.2.${i % 250} ${1024 + i} typ host`),
      ),
  },
  {
    name: 'valid offers with a line of 40 kB',
    run: (peer) => offers(peer, 8, (sdp) => `${sdp}a=fmtp:111 ${'x=1;'.repeat(10_000)}\r\n`),
  },
  { name: 'valid offers with 16 media lines', run: (peer) => offers(peer, 8, (sdp) => withMediaLines(sdp, 16)) },
  {
    name: 'offers with 17 to 400 media lines',
    run: (peer) => offers(peer, 8, (sdp, i) => withMediaLines(sdp, 17 + 50 * i)),
  },
  { name: 'a storm of 200 valid offers', run: (peer) => offers(peer, 200, (sdp) => sdp) },
  { name: 'a storm of 200 ICE restarts', run: (peer) => offers(peer, 200, withNewCredentials) },
  {
    name: 'answers to nothing, old and new',
    run: async (peer) => {
      const sdp = (await validOffer(peer)).replaceAll('actpass', 'active');
      await inSlices(1_000, 20, (i) => describe(peer, 'answer', sdp, Math.max(1, peer.generation - (i % 3))));
    },
  },
  {
    name: 'rollback, pranswer, NUL, lone surrogates, nothing',
    run: async (peer) => {
      const sdp = await validOffer(peer);
      const strange = [
        sdp.replace('v=0', 'v=\0'),
        `${sdp}\ud800`,
        '',
        '\0',
        sdp.replaceAll('\r\n', '\n\n'),
        'm='.repeat(99),
      ];
      await inSlices(60, 10, (i) => {
        describe(peer, ['rollback', 'pranswer', 'offer'][i % 3] ?? '', strange[i % strange.length] ?? '');
        peer.say({ type: 'description', g: peer.generation, description: [null, 7, {}, []][i % 4] });
      });
    },
  },
];

const candidateFrom = (i: number, fields: object = {}): object => ({
  candidate: `candidate:${i} 1 udp ${i + 1} 192.0.2.${i % 250} ${1024 + (i % 60_000)} typ host`,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: null,
  ...fields,
});

/** 10,000 candidates within about a second, as many in a signal as a payload holds. */
async function candidates(peer: HostilePeer, fieldsOf: (i: number) => object, perSignal = 64): Promise<void> {
  await inSlices(Math.ceil(10_000 / perSignal), 1, (signal) => {
    const list = Array.from({ length: perSignal }, (_, i) => signal * perSignal + i);
    const all = list.map((i) => candidateFrom(i, fieldsOf(i)));
    peer.say({ type: 'candidates', g: peer.generation, candidates: all });
  });
}

export const CANDIDATE_ATTACKS: readonly Attack[] = [
  { name: '10,000 candidates', run: (peer) => candidates(peer, () => ({})) },
  {
    name: '10,000 candidates of 1 KiB',
    run: (peer) => candidates(peer, () => ({ candidate: `candidate:${'x'.repeat(1000)}` }), 40),
  },
  {
    name: '10,000 malformed candidates',
    run: (peer) => candidates(peer, (i) => ({ candidate: ['\0', '\ud800', 'x', 'candidate:'][i % 4] })),
  },
  {
    name: '10,000 candidates of a wrong line',
    run: (peer) => candidates(peer, (i) => ({ sdpMid: `no-${i}`, sdpMLineIndex: i % 16 })),
  },
  {
    name: '10,000 candidates of a wrong fragment',
    run: (peer) => candidates(peer, (i) => ({ usernameFragment: `no${i}` })),
  },
  { name: '10,000 times the end of candidates', run: (peer) => candidates(peer, () => ({ candidate: '' })) },
  {
    name: 'ICE restarts with 64 candidates each',
    run: async (peer) => {
      const sdp = await validOffer(peer);
      await inSlices(50, 1, (i) => {
        describe(peer, 'offer', withNewCredentials(sdp, i));
        const list = Array.from({ length: 64 }, (_, k) => candidateFrom(k));
        peer.say({ type: 'candidates', g: peer.generation, candidates: list });
      });
    },
  },
];

const rebuilds = (peer: HostilePeer, count: number, generationOf: (i: number) => unknown): Promise<void> =>
  inSlices(count, 50, (i) => peer.say({ type: 'rebuild', g: generationOf(i) }));

export const GENERATION_ATTACKS: readonly Attack[] = [
  {
    name: 'generations that are none',
    run: (peer) => {
      const none = [0, -1, 1.5, 2 ** 31 + 1, 2 ** 53, Number.NaN, Infinity, '2', null, [2], {}];
      return rebuilds(peer, 1_000, (i) => none[i % none.length]);
    },
  },
  { name: '5,000 rebuilds, one after the other', run: (peer) => rebuilds(peer, 5_000, (i) => 2 + i) },
  { name: '5,000 rebuilds, to and fro', run: (peer) => rebuilds(peer, 5_000, (i) => (i % 2 === 0 ? 1 : 10_000 + i)) },
  { name: 'rebuilds far ahead', run: (peer) => rebuilds(peer, 1_000, (i) => 2 ** 31 - 1_000 + i) },
  {
    name: '10,000 reports of flow, alternating',
    run: (peer) => inSlices(10_000, 100, (i) => peer.say({ type: 'flow', g: peer.generation, flowing: i % 2 === 0 })),
  },
];

const deep = (depth: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
};

const envelopes = (peer: HostilePeer, fieldsOf: (i: number) => Record<string, unknown>): Promise<void> =>
  inSlices(10_000, 100, (i) => peer.sayEnvelope(fieldsOf(i)));

export const ENVELOPE_ATTACKS: readonly Attack[] = [
  { name: '10,000 replays', run: (peer) => envelopes(peer, () => ({ n: 1, b: { type: 'bye' } })) },
  {
    name: '10,000 gaps and huge numbers',
    run: (peer) => envelopes(peer, (i) => ({ n: i % 2 ? 1e6 + i : 2 ** 53 - 1, a: 2 ** 53 - 1 })),
  },
  { name: '10,000 wrong incarnations', run: (peer) => envelopes(peer, (i) => ({ s: String(i).padStart(16, '0') })) },
  { name: '10,000 questions who is there', run: (peer) => envelopes(peer, () => ({ r: null })) },
  { name: '10,000 envelopes without a body', run: (peer) => inSlices(10_000, 100, () => peer.say(undefined)) },
  {
    name: '1,000 bodies that are no signals, some deep',
    run: (peer) => {
      const bodies = [
        null,
        0,
        'x',
        [],
        {},
        deep(500),
        JSON.parse('{"__proto__":{"type":"bye"}}'),
        { type: 'x'.repeat(40_000) },
      ];
      return inSlices(1_000, 20, (i) => peer.say(bodies[i % bodies.length]));
    },
  },
  {
    name: '1,000 payloads that are no envelopes',
    run: (peer) => {
      const payloads = [null, 0, 'x', [], {}, deep(500), { s: 1 }, 'x'.repeat(40_000)];
      return inSlices(1_000, 20, (i) => peer.sayRaw(payloads[i % payloads.length]));
    },
  },
  { name: '10,000 epochs, each higher', run: (peer) => envelopes(peer, (i) => ({ e: i + 1, n: 1 })) },
  {
    name: '10,000 epochs, back and forth',
    run: (peer) => envelopes(peer, (i) => ({ e: i % 2 ? 2 ** 53 - 1 : 0, n: 1 })),
  },
];

type ChannelName = keyof NonNullable<HostilePeer['channels']>;

/** Sends as fast as the browser takes it, 20 messages in a task, never with much buffered. */
async function flood(
  peer: HostilePeer,
  name: ChannelName,
  count: number,
  frameOf: (i: number) => string | ArrayBuffer,
) {
  const channel = peer.channels?.[name];
  if (channel === undefined) throw new Error('no channels');
  for (let i = 0; i < count && channel.readyState === 'open'; i++) {
    while (channel.bufferedAmount > 1024 * 1024) await new Promise((resolve) => setTimeout(resolve, 1));
    if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    const frame = frameOf(i);
    // The type has no overload for both.
    if (typeof frame === 'string') channel.send(frame);
    else channel.send(frame);
  }
  while (channel.readyState === 'open' && channel.bufferedAmount > 0)
    await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A frame of application data: two bytes of length, the header, the bytes. */
function dataFrame(header: unknown, bytes: number): ArrayBuffer {
  const head = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const frame = new Uint8Array(2 + head.length + bytes).fill(0x30);
  new DataView(frame.buffer).setUint16(0, head.length);
  frame.set(head, 2);
  return frame.buffer;
}

export const DATA_ATTACKS: readonly Attack[] = [
  { name: '20,000 control messages', run: (peer) => flood(peer, 'ctl', 20_000, (i) => `{"type":"x","i":${i}}`) },
  { name: '500 control messages of 64 KiB', run: (peer) => flood(peer, 'ctl', 500, () => `"${'x'.repeat(65_000)}"`) },
  { name: '20,000 chat frames that are none', run: (peer) => flood(peer, 'chat', 20_000, () => '{"s":1}') },
  { name: '40 chat frames of 250 kB', run: (peer) => flood(peer, 'chat', 40, () => `[${'0,'.repeat(125_000)}0]`) },
  {
    name: '5,000 malformed binary frames',
    run: (peer) => flood(peer, 'reliableOrdered', 5_000, (i) => new Uint8Array([i, i >> 8, i * 7, 1, 2, 3]).buffer),
  },
  {
    name: '20,000 messages of application data',
    run: (peer) => flood(peer, 'unreliableUnordered', 20_000, () => dataFrame({ b: { k: 1, t: 'x' } }, 20)),
  },
  {
    name: '40 messages of 250 kB of JSON',
    run: (peer) => {
      const frame = dataFrame({ b: { k: 2, t: 'x' } }, 0);
      const body = new TextEncoder().encode(`[${'0,'.repeat(120_000)}0]`);
      const whole = new Uint8Array(frame.byteLength + body.length);
      whole.set(new Uint8Array(frame));
      whole.set(body, frame.byteLength);
      return flood(peer, 'unreliableUnordered', 40, () => whole.buffer);
    },
  },
];

export const ATTACKS: readonly Attack[] = [
  ...DESCRIPTION_ATTACKS,
  ...CANDIDATE_ATTACKS,
  ...GENERATION_ATTACKS,
  ...ENVELOPE_ATTACKS,
  ...DATA_ATTACKS,
];
