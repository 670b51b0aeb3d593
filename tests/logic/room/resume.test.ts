import { describe, expect, it } from 'vitest';
import { RoomHarness } from '../../support/room-harness.ts';

describe('resume', () => {
  it('gives back the same id and seat, with a new key', () => {
    const room = new RoomHarness();
    const first = room.join();
    room.drop(first);
    const second = room.resume(first.welcome);
    expect(second.welcome).toMatchObject({ me: first.welcome.me, session: first.welcome.session, resumed: true });
    expect(second.welcome.key).not.toBe(first.welcome.key);
  });

  it('tells the others that it is on again, with what it says now', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join({ name: 'Bob' });
    room.drop(bob);
    room.resume(bob.welcome, { inc: bob.inc, name: 'Bobby', state: { camera: true } });
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2', 'on:peer-2']);
    expect(ann.events.at(-1)).toMatchObject({
      rv: 4,
      peer: { inc: bob.inc, name: 'Bobby', state: { camera: true }, on: true },
    });
  });

  it('keeps the name for a page that says none, and takes an empty one', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join({ name: 'Bob' });
    const second = room.resume(bob.welcome, { state: { camera: true } });
    expect(ann.events.at(-1)).toMatchObject({ peer: { name: 'Bob', state: { camera: true } } });
    room.resume(second.welcome, { name: '' });
    expect(ann.events.at(-1)).toMatchObject({ peer: { name: '' } });
  });

  it('says the new incarnation when the page was loaded anew', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.drop(bob);
    const reloaded = room.resume(bob.welcome);
    expect(reloaded.inc).not.toBe(bob.inc);
    expect(ann.events.at(-1)).toMatchObject({ event: 'on', peer: { id: 'peer-2', inc: reloaded.inc } });
    room.say(reloaded, { type: 'relay', to: ann.welcome.me, payload: 1 });
    expect(ann.heard.at(-1)).toMatchObject({ type: 'relay', inc: reloaded.inc });
  });

  it('takes the key that was presented last once more, because that welcome may have been lost', () => {
    const room = new RoomHarness();
    const first = room.join();
    room.drop(first);
    room.drop(room.resume(first.welcome));
    expect(room.resume(first.welcome).welcome.resumed).toBe(true);
  });

  it('no longer takes a key after its successor was presented', () => {
    const room = new RoomHarness();
    const first = room.join();
    const second = room.resume(first.welcome);
    const third = room.resume(second.welcome);
    room.drop(third);
    expect(room.resume(first.welcome).welcome).toMatchObject({ resumed: false, me: 'peer-4' });
    expect(room.resume(third.welcome).welcome).toMatchObject({ resumed: true, me: 'peer-1' });
  });

  it.each([
    ['a wrong key', { key: 'wrong' }],
    ['no key', { key: undefined }],
    ['an unknown session', { session: 'unknown' }],
    ['no session', { session: undefined }],
    ["the digest in the key's place", { key: 'digest' }],
  ])('gives a plain new seat for %s', (_, wrong) => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.drop(bob);
    const { session, key } = bob.welcome;
    const stranger = room.join({ session, key, ...wrong });
    expect(stranger.welcome).toMatchObject({ resumed: false, me: 'peer-3' });
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2', 'join:peer-3']);
  });

  it('gives a plain new seat after the grace, also when the alarm is late', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.drop(bob);
    room.advance(30_000, 5_000);
    expect(ann.story.at(-1)).toBe('off:peer-2');
    expect(room.resume(bob.welcome).welcome.resumed).toBe(false);
    expect(ann.story.slice(-2)).toEqual(['leave:peer-2:network_disconnect', 'join:peer-3']);
  });

  it('works in a full room', () => {
    const room = new RoomHarness();
    room.join({ capacity: 2 });
    const bob = room.join();
    room.drop(bob);
    expect(room.resume(bob.welcome).welcome.resumed).toBe(true);
  });
});

describe('resume while the old socket lives', () => {
  it('closes the old one with duplicate-session and goes on with the new one', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const old = room.join();
    const fresh = room.resume(old.welcome, { inc: old.inc });
    expect(old.errors).toEqual(['duplicate-session!']);
    expect(old.closedWith).toBe(4409);
    expect(fresh.welcome).toMatchObject({ me: old.welcome.me, resumed: true });
    expect(ann.story).toEqual(['join:peer-2', 'on:peer-2']);
  });

  it('changes nothing when the old socket still speaks or closes', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const old = room.join();
    const fresh = room.resume(old.welcome);
    room.say(old, { type: 'bye' });
    room.drop(old);
    room.say(ann, { type: 'relay', to: fresh.welcome.me, payload: 'still here' });
    expect(fresh.relayed).toEqual(['still here']);
    expect(ann.story).toEqual(['join:peer-2', 'on:peer-2']);
  });
});
