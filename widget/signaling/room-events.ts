/** From what the server says of the room to what a channel reports. Pure; knows no socket. */
import type { Notice, PeerId, RoomEvent, UnknownEvent, Welcome } from '#protocol';
import type { SignalingEvent } from './signaling-channel.ts';

/** What a page sees of its first or newest snapshot. */
export function seatOf({ me, resumed, room, peers, role, waiting, ...ice }: Welcome): SignalingEvent {
  const { capacity, locked = false, lobby = false } = room;
  // Servers of an older version know no roles.
  const rights = { role: role ?? 'guest', locked, lobby, knocks: waiting ?? [] } as const;
  const { iceServers, iceTtlMs, relayEnds } = ice;
  return { type: 'welcome', me, resumed, capacity, peers, iceServers, iceTtlMs, relayEnds, ...rights };
}

/** @param me the own id: what one said oneself is no news. @returns null where there is nothing to report. */
export function changeOf(event: RoomEvent | UnknownEvent, me: PeerId | undefined): SignalingEvent | null {
  if (event.event === 'unknown') return null;
  if ((event.event === 'state' || event.event === 'name') && event.id === me) return null;
  const { type: _type, rv: _rv, event: kind, ...news } = event;
  // Doors are the room's, everything else is somebody's.
  return { ...news, type: kind === 'lock' || kind === 'lobby' ? kind : `peer-${kind}` } as SignalingEvent;
}

export function noticeOf(message: Notice): SignalingEvent {
  switch (message.notice) {
    case 'knock':
      return { type: 'knock', knock: { id: message.id, name: message.name } };
    case 'knock-end':
      return { type: 'knock-end', id: message.id };
    case 'mute':
      return { type: 'mute-request', from: message.from };
    default:
      return message satisfies never;
  }
}
