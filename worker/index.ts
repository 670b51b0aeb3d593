/** Entry of the Worker: the routes and the Durable Object classes; nothing else. */
export { RoomObject as Room } from './runtime/room-object.ts';
export { DeskObject as Desk } from './runtime/desks/desk-object.ts';
export { app as default } from './http/app.ts';
