/**
 * The room as this page may see it: the own role, the doors, who waits at them, and the own place where this page waits itself.
 * A snapshot and one pure function; knows no participant and no socket.
 */
import type { PeerId, Role } from '#protocol';
import type { Knock, SignalingEvent } from '../signaling/signaling-channel.ts';

export type { Knock } from '../signaling/signaling-channel.ts';

export interface RoomView {
  /** The own one; null before the seat. */
  readonly role: Role | null;
  /** Whether nobody new may come in. */
  readonly locked: boolean;
  /** Whether those who come in must wait until they are let in. */
  readonly lobby: boolean;
  /** Who waits to be let in, in the order in which they came; empty for those who may not let them in. */
  readonly knocks: readonly Knock[];
  /** The own place among those who wait, from 1; null where this page does not wait, or is not told. */
  readonly queuePosition: number | null;
}

export const NO_ROOM: RoomView = { role: null, locked: false, lobby: false, knocks: [], queuePosition: null };

/** The view after `event`; the same object where nothing changes. @param me the own id, null before the seat. */
export function nextRoomView(view: RoomView, event: SignalingEvent, me: PeerId | null): RoomView {
  switch (event.type) {
    case 'welcome': {
      const { role, locked, lobby, knocks } = event;
      return { role, locked, lobby, knocks, queuePosition: null };
    }
    case 'wait':
      return { ...NO_ROOM, queuePosition: event.position };
    case 'lock':
      return { ...view, locked: event.on };
    case 'lobby':
      return { ...view, lobby: event.on };
    case 'peer-role':
      return event.id === me ? { ...view, role: event.role } : view;
    case 'knock':
      return { ...view, knocks: [...without(view.knocks, event.knock.id), event.knock] };
    case 'knock-end':
      return { ...view, knocks: without(view.knocks, event.id) };
    default:
      return view;
  }
}

function without(knocks: readonly Knock[], id: PeerId): Knock[] {
  return knocks.filter((knock) => knock.id !== id);
}

/** Those who wait in `a` and not in `b`. */
export function knocksOnlyIn(a: RoomView, b: RoomView): Knock[] {
  return a.knocks.filter(({ id }) => !b.knocks.some((other) => other.id === id));
}
