/** Frames that nobody would send: valid ones with random cuts and insertions. It must not know who reads them. */
import type { Random } from './random.ts';

const SAMPLES = [
  '{"type":"hello","v":1,"inc":"0123456789abcdef","session":"s","key":"k","caps":["a"],"name":"n","state":{"a":1},"capacity":3}',
  '{"type":"relay","to":"p","inc":"0123456789abcdef","payload":{"s":1,"b":["\\u754c"]}}',
  'relay p\n{"s":1,"b":["\\u754c"]}',
  'relay p 0123456789abcdef\n{"s":1}',
  '{"type":"state","state":{"camera":true,"mood":"fine"}}',
  '{"type":"command","id":"1","op":"rename","name":"n"}',
  '{"type":"command","id":"2","op":"kick","peer":"p"}',
  '{"type":"command","id":"3","op":"lock","on":true}',
  '{"type":"bye"}',
  '{"type":"event","rv":3,"event":"leave","id":"p","reason":"user_left"}',
  '{"type":"event","rv":4,"event":"role","id":"p","role":"host"}',
  '{"type":"notice","notice":"knock","id":"p","name":"n"}',
  '{"type":"result","id":"1","ok":true,"iceServers":[{"urls":["stun:x"]}]}',
  '{"type":"error","code":"room-full","fatal":true}',
];
const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\\u0000',
  '\ud800',
  '__proto__',
  'constructor',
  '1e999',
  '-0',
  'relay ',
  '\n',
  'null',
  '界',
];

/** A frame of either direction with one to four changes; most of them are no valid message any more. */
export function mutatedFrame(random: Random): string {
  let text: string = random.pick(SAMPLES);
  for (let changes = random.int(1, 4); changes > 0; changes--) {
    const from = random.int(0, text.length);
    const to = random.int(from, Math.min(text.length, from + random.int(0, 8)));
    text = text.slice(0, from) + (random.chance(0.7) ? random.pick(PIECES) : '') + text.slice(to);
  }
  return text;
}
