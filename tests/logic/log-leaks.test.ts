/** The search of every log finds what it is there for, so that its silence means something. */
import { describe, expect, it } from 'vitest';
import { leaksIn, ownLineCount } from '../support/log-leaks.ts';

/** What wrangler writes around a few events, as it was seen. */
const INNOCENT = `Your Worker has access to the following bindings:
Binding                                                   Resource                  Mode
env.REQUESTS_PER_ADDRESS_AND_ROOM (30 requests/10s)       Rate Limit                local
env.ALLOWED_ORIGINS ("*")                                 Environment Variable      local

⎔ Starting local server...
[wrangler:info] ✨ Parsed 13 valid header rules.
[wrangler:info] Ready on http://localhost:45641
[wrangler:info] GET /v1/rooms/e2e-bd0b3f7ab9832e1c/socket 101 Switching Protocols (20ms)
[wrangler:info] GET /r/very-private-room 404 Not Found (1s)
{"event":"refused","code":4400}
{"event":"undelivered-relays","count":9}
▲ [WARNING] The latest compatibility date supported by the installed runtime is "2026-08-01".`;

describe('a log of events', () => {
  it('has no leak, and its events are counted', () => {
    expect(leaksIn(INNOCENT, ['hunter2'])).toEqual([]);
    expect(ownLineCount(INNOCENT)).toBe(2);
  });
});

describe('in a log', () => {
  it.each([
    ['{"event":"refused","room":"coffee"}', 'not an event of ours'],
    ['{"event":"refused","code":4400,"name":"x"}', 'not an event of ours'],
    ['  {"type":"offer"}', 'not an event of ours'],
    ['authorized eyJhbGciOiJIUzI1NiJ9.e30.x', 'a token'],
    ['Sec-WebSocket-Protocol: p2pcall.v1, p2pcall.token.abc', 'a token'],
    ['Sec-WebSocket-Protocol: p2pcall.v1+hello, p2pcall.hello.7b', 'a hello'],
    [`p2pcall-hello: ${Buffer.from('{"type":"hello"').toString('hex')}`, 'a hello'],
    ['v=0', 'a description'],
    ['a=candidate:1 1 udp 2122260223 203.0.113.7 46243 typ host', 'a candidate'],
    ['a=fingerprint:sha-256 AB:CD', 'a description'],
    ['candidate:842163049 1 udp 1677729535 x 1 typ srflx', 'a candidate'],
    ['peer 203.0.113.77', 'an address'],
    ['peer 2001:db8:0:1::1 or 2001:db8:0:1:2:3:4:5', 'an address'],
    ['3b6e6c5e-5d2b-4f6e-8e9d-1a2b3c4d5e6f.local', 'a local name'],
    ['Mozilla/5.0 (X11)', 'a browser'],
    ['Error: no such room: e2e-bd0b3f7ab9832e1c', 'a room'],
    ['Error: no such room: lab-4711-3', 'a room'],
    ['✘ [ERROR] Uncaught Error at /v1/rooms/coffee/socket', 'an address of a room'],
    ['Alice joined', 'a name'],
    ['Uncaught TypeError: still here', 'a text'],
    ['using hunter2', 'a secret'],
  ])('%j is found', (line, what) => {
    const leaks = leaksIn(`${INNOCENT}\n${line}\n`, ['hunter2']);
    expect(leaks).toContain(`${what}: ${line}`);
  });
});
