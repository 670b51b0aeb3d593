/**
 * What one client knows of a room, from its welcome and what it heard since, and from nothing else. It must not know the room.
 */
import { expect } from 'vitest';
import type { PeerInfo, RoomEvent } from '#protocol';
import type { TestSocket } from './room-harness.ts';

/** What an event says about the one it is about. */
function changeOf(event: Exclude<RoomEvent, { event: 'join' | 'on' | 'leave' | 'lock' | 'lobby' }>): Partial<PeerInfo> {
  if (event.event === 'off') return { on: false };
  if (event.event === 'state') return { state: event.state };
  return event.event === 'name' ? { name: event.name } : { role: event.role };
}

/** What a client knows of the others: its welcome, and every event since, none left out. */
export function rosterOf(socket: TestSocket): Map<string, PeerInfo> {
  const { welcome } = socket;
  const roster = new Map<string, PeerInfo>(welcome.peers.map((peer) => [peer.id, peer]));
  let { rv } = welcome;
  for (const event of socket.events) {
    expect(event.rv, 'rv grows by one').toBe((rv += 1));
    if (event.event === 'join') expect(roster.has(event.peer.id), 'joins once').toBe(false);
    if (event.event === 'join' || event.event === 'on') roster.set(event.peer.id, event.peer);
    else if (event.event === 'leave') expect(roster.delete(event.id), 'leaves once').toBe(true);
    else if ('id' in event && event.id !== welcome.me) {
      const peer = roster.get(event.id);
      if (peer === undefined) throw new Error(`${event.event} of a stranger`);
      if (event.event === 'off') expect(peer.on, 'goes off once').toBe(true);
      roster.set(peer.id, { ...peer, ...changeOf(event) });
    }
  }
  return roster;
}

/** What a page knows of its own role. */
export function roleOf({ welcome, events }: TestSocket): string | undefined {
  const change = events.findLast((event) => event.event === 'role' && event.id === welcome.me);
  return change?.event === 'role' ? change.role : welcome.role;
}

/** Who waits, as a host knows it from its welcome and the notices since. */
export function knownQueueOf({ welcome, heard }: TestSocket): string[] {
  const ids = new Set<string>(welcome.waiting?.map(({ id }) => id));
  for (const message of heard) {
    if (message.type !== 'notice' || message.notice === 'mute') continue;
    if (message.notice === 'knock') ids.add(message.id);
    else expect(ids.delete(message.id), 'waits no more, once').toBe(true);
  }
  return [...ids].toSorted();
}
