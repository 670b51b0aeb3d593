/**
 * The least that a relay on Node can do, on the usual library: it gives each socket an id, and hands each text to the one that its first
 * line names. The same protocol as tests/bench/workers/bare-relay.ts.
 */
import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';

const sockets = new Map();

new WebSocketServer({ host: '127.0.0.1', port: Number(process.env.PORT) }).on('connection', (socket) => {
  const id = randomUUID();
  sockets.set(id, socket);
  socket.on('close', () => sockets.delete(id));
  socket.on('message', (data) => {
    // A Buffer, unless somebody asks for something else.
    const text = Buffer.from(data).toString('utf8');
    if (text === 'ping') return socket.send('pong');
    const end = text.indexOf('\n');
    sockets.get(text.slice(0, end))?.send(text.slice(end + 1));
  });
  socket.send(id);
});
