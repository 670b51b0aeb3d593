/**
 * G10 for whatever a Worker under test has written: no secret, no description, no candidate, no address, no name, no text and no room.
 * Reads the output of wrangler, of workerd and of Vitest's console alike. Knows no server and no lane.
 */
import { isOwnLine } from '../workerd/support/own-line.ts';

/** Wrangler's own line for each request holds its address, and with it the room. It is written on a developer's machine alone: in
 *  production invocation logs are off (wrangler.toml). */
const REQUEST_LINE = /^\[wrangler:info\] [A-Z]+ \/\S* \d{3} [A-Za-z ]+ \(\d+m?s\)$/;

const PATTERNS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a token', /\beyJ[\w-]{4,}|\bp2pcall\.(?:token|key)\.|\bBearer /],
  ['a hello', /\bp2pcall\.hello\.|\b7b2274797065223a22/],
  ['a description', /\bv=0\b|\ba=(?:candidate|fingerprint|ice-|mid|group|msid)|\bm=(?:audio|video|application)\b/],
  ['a candidate', /\bcandidate:\S|\btyp (?:host|srflx|prflx|relay)\b/],
  [
    'an address',
    /\b(?!127\.0\.0\.1\b|0\.0\.0\.0\b)(?:\d{1,3}\.){3}\d{1,3}\b|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/i,
  ],
  ['a local name', /[0-9a-f-]{36}\.local\b/],
  ['a browser', /\bMozilla\/\d/],
  ['a room', /\be2e-[0-9a-f]{8,}|\blab-\d+-\d+/],
  ['an address of a room', /\/(?:v1\/rooms|r)\/[^\s{]/],
  ['a name', /\b(?:Alice|Bob|Carol|Dana|Marie-Curie|Ada)\b/],
  ['a text', /still here|hello back|meet-me-at-noon|p2pHit/],
];

/** Where in a log is more than events, codes and counts. A line of JSON must be one of ours, every other line must hold nothing private.
 *  @param secrets what else must not be in it, such as the settings of this server. */
export function leaksIn(log: string, secrets: readonly string[] = []): string[] {
  return log.split(/\r?\n/).flatMap((line) => {
    if (REQUEST_LINE.test(line)) return [];
    if (line.trimStart().startsWith('{') && !isOwnLine(line.trim())) return [`not an event of ours: ${line}`];
    const found = PATTERNS.filter(([, pattern]) => pattern.test(line)).map(([what]) => what);
    if (secrets.some((secret) => line.includes(secret))) found.push('a secret');
    return found.map((what) => `${what}: ${line}`);
  });
}

/** How many lines of a log are events of ours. */
export function ownLineCount(log: string): number {
  return log.split(/\r?\n/).filter((line) => isOwnLine(line.trim())).length;
}
