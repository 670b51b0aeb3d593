/** What every piece of the console sees, and what it may ask for. */
import type { TemplateResult } from 'lit';
import type { AgentStatus, CallId, DeskCall, MessageId, MissedCall } from '#protocol';
import type { AgentDeskModel, DeskFigures } from '../desk/desk-types.ts';
import type { Strings } from '../locales/speaking.ts';
import type { MessageBox } from './message-box.ts';
import type { OwnCallControl } from './own-call-control.ts';
import type { PushSwitch } from './push-switch.ts';
import type { RingSound } from './ring-sound.ts';
import type { TransferChoice } from './transfer-choices.ts';
import type { Wishes } from './wishes.ts';

/** Where the agent stands, as the attribute `state` says it. */
export type DeskState = 'connecting' | 'away' | 'busy' | 'available' | 'in-call' | 'closed';

export const LISTS = ['missed', 'messages', 'team'] as const;
export type ListName = (typeof LISTS)[number];

/** What of the console is open beside what is always there. */
export type Opened = 'settings' | 'transfer' | null;

export interface DeskRequests {
  goOnline(): void;
  setStatus(status: AgentStatus): void;
  /** Opens the desk anew. */
  reopen(): void;
  answer(call: DeskCall): void;
  decline(call: DeskCall): void;
  hold(on: boolean): void;
  transfer(choice: TransferChoice): void;
  hangUp(): void;
  handleLeave(reason: string): void;
  /** The own call's element has new people, or new tracks. */
  handleCallChange(): void;
  /** Once more what could not be loaded. */
  load(): void;
  clear(call: MissedCall): void;
  handled(id: MessageId): void;
  show(list: ListName): void;
  toggle(opened: Opened): void;
  /** @param answer of the person to whether the system may tell of calls. */
  allowNotices(answer: boolean): void;
  unlockSound(): void;
}

/** What the console does not need to be open. */
export interface MoreViews {
  messages(view: DeskView, box: MessageBox): TemplateResult;
  ownCall(call: DeskCall, view: DeskView, own: OwnCallControl): TemplateResult;
  settings(view: DeskView): TemplateResult;
  transferDialog(call: DeskCall, view: DeskView): TemplateResult;
}

export interface DeskView {
  readonly desk: AgentDeskModel;
  readonly state: DeskState;
  /** What the agent said last; an agent in a call has one, too. */
  readonly status: AgentStatus;
  readonly server: string;
  readonly ownName: string;
  readonly lang: string;
  readonly theme: string;
  readonly strings: Strings | null;
  readonly wishes: Wishes;
  readonly sound: RingSound;
  /** What is loaded after the console has opened; null until it is there. */
  readonly more: MoreViews | null;
  /** Whether it was wanted and could not be loaded. */
  readonly isMoreMissing: boolean;
  /** Both with the part that is loaded later. */
  readonly own: OwnCallControl | null;
  readonly messages: MessageBox | null;
  readonly figures: DeskFigures | null;
  readonly push: PushSwitch;
  readonly list: ListName;
  readonly opened: Opened;
  /** Whether the person should be asked whether the system may tell of calls. */
  readonly asksForNotices: boolean;
  /** How long each call that rings here does so in all, in ms. */
  readonly ringLengths: ReadonlyMap<CallId, number>;
  /** A fresh token of the own call's room. */
  readonly getToken: () => Promise<string>;
  readonly request: DeskRequests;
}
