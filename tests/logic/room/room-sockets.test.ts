/** The sockets of an object, in every state that the runtime may list them in. */
import { expect, it } from 'vitest';
import { RoomSockets } from '../../../worker/runtime/room-sockets.ts';

const stateful = (readyState: number): WebSocket =>
  ({ readyState, deserializeAttachment: () => null }) as unknown as WebSocket;

it('counts those that are open apart from those that do not close', () => {
  const list = [WebSocket.OPEN, WebSocket.CLOSING, WebSocket.OPEN, WebSocket.CLOSED, WebSocket.CLOSING].map(stateful);
  const sockets = new RoomSockets({ getWebSockets: () => list, getWebSocketAutoResponseTimestamp: () => null });
  expect(sockets.openCount).toBe(2);
  expect(sockets.count).toBe(5);
});
