/**
 * Ties one desk to the life of one element: made for the desk that the attributes name, open while the element is on the page and has what
 * lets it in, and signed off a moment after it has left the page. Knows no view.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AgentDeskEvent, AgentDeskModel } from '../desk/desk-types.ts';
import { deskFactory } from './desk-factory.ts';

/** Frameworks move an element by taking it out and putting it in again, within one task. */
const REMOVAL_GRACE_MS = 10;

type Host = ReactiveControllerHost & HTMLElement;

export interface DeskAccess {
  readonly server: string;
  readonly desk: string;
  readonly token: string;
  readonly getToken: (() => string | Promise<string>) | null;
  readonly displayName: string;
}

interface Handlers {
  access(): DeskAccess;
  /** Something of the desk is another than before. */
  onchange(desk: AgentDeskModel): void;
  onevent(event: AgentDeskEvent): void;
  /** The element has left the page for good, or is at another desk from now on: nothing of this one rings or goes on. */
  onclose(): void;
}

export class DeskController implements ReactiveController {
  readonly #host: Host;
  readonly #handlers: Handlers;
  #desk: AgentDeskModel | null = null;
  #unsubscribe = (): void => {};
  /** Of the one that there is. */
  #name = '';
  #token = '';

  constructor(host: Host, handlers: Handlers) {
    this.#host = host;
    this.#handlers = handlers;
    host.addController(this);
  }

  get desk(): AgentDeskModel {
    if (this.#desk !== null) return this.#desk;
    const { access } = this.#handlers;
    const { server, desk: name, displayName } = access();
    const desk = deskFactory.create({
      server,
      desk: name,
      name: displayName,
      tokens: () => ({ token: access().token, getToken: access().getToken }),
    });
    this.#desk = desk;
    this.#name = `${server} ${name}`;
    desk.onevent = (event) => this.#handlers.onevent(event);
    this.#unsubscribe = desk.subscribe(() => this.#handlers.onchange(desk));
    return desk;
  }

  /** After a change of the attributes: another desk is signed off, and one that waited for a token is opened. */
  configure(): void {
    const { server, desk: name, token, getToken } = this.#handlers.access();
    if (this.#desk !== null && this.#name !== `${server} ${name}`) this.#close();
    const isNewToken = token !== this.#token;
    this.#token = token;
    const { connection, problem } = this.desk;
    const mayOpen = this.#host.isConnected && name !== '' && (token !== '' || getToken !== null);
    const isWaiting = connection === 'idle' || (connection === 'closed' && problem !== null && isNewToken);
    if (mayOpen && isWaiting) this.desk.open();
  }

  /** Once more, as after another page took over. */
  reopen(): void {
    this.desk.open();
  }

  hostDisconnected(): void {
    setTimeout(() => {
      if (!this.#host.isConnected) this.#close();
    }, REMOVAL_GRACE_MS);
  }

  #close(): void {
    this.#unsubscribe();
    const desk = this.#desk;
    this.#desk = null;
    if (desk !== null) desk.onevent = null;
    desk?.close();
    this.#handlers.onclose();
  }
}
