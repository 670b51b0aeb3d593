/**
 * A Worker that means harm, inside the page under test: takes the place of WebSocket, seats the page, and says what the test tells it
 * to, as a server may say it. Serialised into the page, so that it must not refer to anything outside itself.
 */

export interface HostileWorkerWindow extends Window {
  /** Puts this text into every field of every message that a server sends. */
  p2pSay(text: string): void;
}

export function installHostileWorker(): void {
  const sockets: EventTarget[] = [];
  let version = 1;
  const say = (message: unknown): void => {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    for (const socket of sockets) socket.dispatchEvent(new MessageEvent('message', { data }));
  };
  /** A page that finds one version missing asks for everything anew: what it must turn down has none. */
  const event = (isTaken: boolean, name: string, fields: object): void => {
    if (isTaken) version += 1;
    say({ type: 'event', rv: isTaken ? version : String(version), event: name, ...fields });
  };
  const peer = (id: string, name: string): object => {
    const inc = '0123456789abcdef';
    return { id, inc, on: true, role: 'guest', name, caps: [], state: { microphone: true }, joinedAt: 1 };
  };
  const limits = { frameBytes: 65536, payloadBytes: 49152, capacity: 8, burst: 60, perSecond: 10 };
  const welcome = {
    ...{
      type: 'welcome',
      me: 'me',
      session: 's',
      key: 'k',
      resumed: false,
      boot: 'b',
      rv: version,
      role: 'host',
      now: 1,
    },
    ...{
      room: { name: 'coffee', capacity: 8, createdAt: 1 },
      limits: { ...limits, graceMs: 30_000, heartbeatMs: 15_000 },
    },
    ...{ peers: [peer('bob', 'Bob'), peer('eve', 'Eve')], waiting: [], iceServers: [] },
  };

  class HostileSocket extends EventTarget {
    readyState = 0;
    readonly url: string;
    constructor(url: string) {
      super();
      this.url = url;
      sockets.push(this);
      setTimeout(() => {
        this.readyState = 1;
        this.dispatchEvent(new Event('open'));
      });
    }
    send(text: string): void {
      if (text === 'ping') setTimeout(() => say('pong'));
      else if (JSON.parse(text).type === 'hello') setTimeout(() => say(welcome));
    }
    close(): void {
      this.readyState = 3;
    }
  }
  const constants = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
  Object.assign(window, { WebSocket: Object.assign(HostileSocket, constants) });

  let knockCount = 0;
  Object.assign(window, {
    p2pSay(text: string): void {
      const word = text.toLowerCase().replace(/[^a-z]/g, '');
      const name = text.slice(0, 64);
      knockCount += 1;
      event(true, 'name', { id: 'bob', name });
      event(true, 'leave', { id: 'eve', reason: word.slice(0, 40) || 'x' });
      event(true, 'join', { peer: peer('eve', name) });
      event(true, 'state', { id: 'bob', state: { topic: name } });
      event(true, 'role', { id: 'bob', role: word.slice(0, 16) || 'x' });
      event(true, text === 'name' ? 'x' : text, { id: text });
      say({ type: 'notice', notice: 'knock', id: `k${knockCount % 8}`, name });
      say({ type: 'error', code: word.slice(0, 40) || 'x', fatal: false });

      event(false, 'name', { id: text, name: `${text}${name}` });
      event(false, 'leave', { id: text, reason: text });
      event(false, 'join', { peer: peer(text, text) });
      event(false, 'state', { id: 'bob', state: { [text]: text } });
      event(false, 'role', { id: 'bob', role: text });
      say({ type: 'notice', notice: 'knock', id: text, name: text });
      say({ type: 'notice', notice: text, id: text, name });
      say({ type: 'notice', notice: 'mute', from: text });
      say({ type: 'error', code: text, fatal: false });
      say({ type: 'result', id: text, ok: false, code: text });
      say({ type: 'relay', from: 'bob', inc: '0123456789abcdef', payload: text });
      say({ type: text, [text]: text });
      say(text);
    },
  });
}
