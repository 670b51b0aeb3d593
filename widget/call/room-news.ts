/** What is new in the room, as the events that tell the page. Knows no wire and no call. */
import type { CallEventDetails, CallEventName } from './events.ts';
import { type RoomView, knocksOnlyIn } from './room-view.ts';

/** Fires an event for each difference. */
export function tellRoomNews(
  view: RoomView,
  previous: RoomView,
  emit: <Name extends CallEventName>(name: Name, detail: CallEventDetails[Name]) => void,
): void {
  for (const knock of knocksOnlyIn(view, previous)) emit('p2p-knock', knock);
  for (const knock of knocksOnlyIn(previous, view)) emit('p2p-knock-end', knock);
  const { role, locked, lobby, queuePosition } = view;
  if (queuePosition !== null && queuePosition !== previous.queuePosition) {
    emit('p2p-queue-position', { position: queuePosition });
  }
  if (role !== null && role !== previous.role) emit('p2p-role-change', { role });
  if (locked !== previous.locked || lobby !== previous.lobby) emit('p2p-room-change', { locked, lobby });
}
