/** A relay as a line and a payload, over real sockets: handed on as it came, beside the older form, and counted like it. */
import { expect, it } from 'vitest';
import { RELAY_LINES } from '#protocol';
import { Client, newRoom } from './support/client.ts';

const LINES = { caps: [RELAY_LINES] };

it('is handed on byte for byte, in order with everything else, from whom the Worker knows', async () => {
  const room = newRoom();
  const ann = await Client.join(room, LINES);
  const bob = await Client.join(room, LINES);
  const old = await Client.join(room);
  expect(bob.welcome.caps).toEqual([RELAY_LINES]);
  const texts = ['{ "a" : 1,\n\t"a": 2 }', '"界\\ud800"', 'relay x y\nno JSON', ''];
  for (const text of texts) bob.sendRaw(`relay ${ann.welcome.me}\n${text}`);
  await bob.settled();
  old.send({ type: 'relay', to: ann.welcome.me, payload: { b: [1] } });
  await old.settled();
  bob.send({ type: 'state', state: { hand: true } });
  await ann.event('state');
  const { raw } = ann;
  const line = ({ welcome, inc }: typeof bob, text: string): string => `relay ${welcome.me} ${inc}\n${text}`;
  expect(raw.filter((text) => text.startsWith('relay '))).toEqual([
    ...texts.map((text) => line(bob, text)),
    line(old, '{"b":[1]}'),
  ]);
  expect(raw.at(-1)).toContain('"event":"state"');
  expect(ann.relays).toEqual([{ a: 2 }, '界\ud800', { b: [1] }]);
});

it('becomes an object for a page that knows no lines, and closes the socket of who says no JSON', async () => {
  const room = newRoom();
  const old = await Client.join(room);
  const bob = await Client.join(room, LINES);
  bob.sendRaw(`relay ${old.welcome.me}\n{ "a": 1 }`);
  await bob.settled();
  expect(old.raw.at(-1)).toBe(JSON.stringify({ type: 'relay', from: bob.welcome.me, inc: bob.inc, payload: { a: 1 } }));
  bob.sendRaw(`relay ${old.welcome.me}\n1,"from":"${old.welcome.me}"`);
  expect((await bob.closing()).code).toBe(4400);
  expect(old.relays).toHaveLength(1);
});

it('counts as unread in bytes', async () => {
  const room = newRoom();
  const [ann, mute] = [await Client.join(room, LINES), await Client.join(room, LINES)];
  mute.isReading = false;
  for (let i = 0; i < 11 && mute.closed === null; i++) {
    ann.sendRaw(`relay ${mute.welcome.me}\n"${'界'.repeat(15_000)}"`);
    await ann.settled();
  }
  expect((await mute.closing()).code).toBe(4431);
  expect(mute.relays.length * 45_000).toBeLessThan(512 * 1024);
});
