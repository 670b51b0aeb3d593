/**
 * What a page asks of a call before and after it is loaded: `P2PCall.push(['open'], ['on', 'p2p-join', listener], (call) => {})`.
 * Commands run in their order, the first ones when the call is there. Knows a call as any element; must not know how it is loaded.
 */

/** `[method, ...arguments]`, `['set', name, value]`, `['on' | 'off', event, listener]`, or a function that gets the element. */
export type Command = readonly [name: string, ...values: unknown[]] | ((element: HTMLElement) => void);

function run(element: HTMLElement, command: Command): void {
  if (typeof command === 'function') return command(element);
  const [name, ...values] = command;
  const [first, second] = values;
  if (name === 'on') return element.addEventListener(String(first), second as EventListener);
  if (name === 'off') return element.removeEventListener(String(first), second as EventListener);
  if (name === 'set') {
    Reflect.set(element, String(first), second);
    return;
  }
  const method: unknown = Reflect.get(element, name);
  if (typeof method !== 'function') throw new TypeError(`p2p-call has no command "${name}"`);
  const done: unknown = Reflect.apply(method, element, values);
  // The element tells why in `p2p-error`.
  if (done instanceof Promise) done.catch(() => undefined);
}

export class CommandQueue {
  /** The call; null until it is loaded. */
  element: HTMLElement | null = null;
  #waiting: Command[];

  /** @param waiting commands from before this. */
  constructor(waiting: readonly Command[]) {
    this.#waiting = [...waiting];
  }

  /** Carries out commands, once there is a call. One that fails keeps no other one back, and is told in the console. */
  push(...commands: readonly Command[]): void {
    this.#waiting.push(...commands);
    const { element } = this;
    if (element === null) return;
    for (let command = this.#waiting.shift(); command !== undefined; command = this.#waiting.shift()) {
      try {
        run(element, command);
      } catch (error) {
        console.error(error);
      }
    }
  }

  /** From now on commands are carried out at once. */
  start(element: HTMLElement): void {
    this.element = element;
    this.push();
  }
}
