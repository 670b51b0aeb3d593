/**
 * What the parts of the view are drawn from: one snapshot a render, and the wishes a gesture may express. A part is a function
 * of this and nothing else; it changes no state itself.
 */
import type { TemplateResult } from 'lit';
import type { LeaveReason, PeerId } from '#protocol';
import type { CallStateName } from '../call/call-state.ts';
import type { DeviceChange } from '../call/events.ts';
import type { Participant } from '../call/participant.ts';
import type { Banner } from './banner.ts';
import type { CallModel, ModerationOp } from './call-model.ts';
import type { Grid } from './grid.ts';
import type { Arrangement, TileKey } from './layout.ts';
import type { PeopleState, WishKey } from './people-state.ts';

/** Wishes; they may be refused, and the view shows the outcome only when the call reports it. */
export interface CallRequests {
  prepare(): void;
  join(): void;
  leave(): void;
  toggleMicrophone(): void;
  toggleCamera(): void;
  toggleScreenshare(): void;
  toggleChat(on?: boolean): void;
  togglePeople(on?: boolean): void;
  toggleMore(): void;
  /** Asks before something that cannot be taken back; null: no more. */
  ask(question: WishKey | null): void;
  /** @param id of whom it is about; '' for the room. */
  moderate(op: ModerationOp, id: PeerId): void;
  rename(name: string): void;
  sendMessage(text: string): Promise<boolean>;
  /** Starts the sound that the browser held back; must be called from a gesture. */
  hear(): void;
  copyLink(): void;
  /** Looks for a way to the others once more. */
  restartIce(): void;
  dismissBanner(id: string): void;
  /** Sound of a participant could not start without a gesture. */
  reportBlockedSound(): void;
  /** A box was scrolled, sized or filled so that the view must be drawn again. */
  update(): void;
}

export type OwnDevice = 'microphone' | 'camera';

/** The part of the view that is about the choice of devices. */
export interface DeviceViews {
  /** Beside the switch of a device: opens the menu. */
  arrow(device: OwnDevice): TemplateResult;
  /** For the tooltip of a microphone that is off. */
  talkHint(view: CallView): string;
  /** How loud the own microphone is. */
  meter(view: CallView): unknown;
  /** Opens the menu at a device. */
  choose(device: OwnDevice): void;
  /** Over the stage: the menu, and what there is to say. */
  overlay(view: CallView): TemplateResult;
}

/** The part of the view that is about the chat, with the files in it. */
export interface ChatViews {
  panel(view: CallView): unknown;
  /** Over the stage. */
  banners(view: CallView): Banner[];
  /** Files that were dropped before this was there. */
  drop(files: readonly File[]): void;
}

/** The part of the view that is about the stage, beside who stands where. */
export interface StageViews {
  /** The tile that a person chose to be large. */
  readonly pinned: TileKey | null;
  /** Who spoke last. */
  readonly speaker: PeerId | null;
  readonly isMenuOpen: boolean;
  readonly isPartMissing: boolean;
  isSpeaking(participant: Participant): boolean;
  /** On a tile. */
  marks(participant: Participant, isScreen: boolean, view: CallView): TemplateResult;
  /** What is said, over the stage. */
  captions(view: CallView): unknown;
  /** After the button that opens it. */
  menu(view: CallView): TemplateResult;
}

/** The part of the view that is about what goes on in the call, and why it is over. */
export interface NoticeViews {
  /** Those who wait to be let in. */
  knockBanner(view: CallView): Banner[];
  noticeBanners(view: CallView): Banner[];
  waitingCard(view: CallView): TemplateResult;
  endNote(reason: LeaveReason | null): TemplateResult;
}

/** What the launcher says of a support desk. */
export interface DeskLauncher {
  /** A word of the desk's availability; '' while it is not known. */
  readonly state: string;
  readonly label: string;
  /** How it is at the desk; '' where that need not be said. */
  readonly detail: string;
  /** What goes on while nobody has answered; '' else. */
  readonly waiting: string;
}

/** The part of the view that is about a support desk, for its visitors. */
export interface DeskViews {
  /** Whether the stage is the desk's, and not the call's. */
  readonly hasStage: boolean;
  readonly banners: Banner[];
  readonly launcher: DeskLauncher;
  screen(view: CallView): TemplateResult;
  /** While nobody else is in the room. */
  card(): TemplateResult;
}

export interface CallView {
  readonly call: CallModel;
  /** As the element reflects it; `error` also for a room name that cannot exist. */
  readonly state: CallStateName;
  readonly room: string;
  readonly displayName: string;
  readonly hasPrejoin: boolean;
  readonly hasChat: boolean;
  /** Whether the page wants files. */
  readonly hasFiles: boolean;
  readonly hasCamera: boolean;
  readonly hasMicrophone: boolean;
  readonly hasScreenshare: boolean;
  readonly chatOpen: boolean;
  readonly unreadCount: number;
  /** A chat message that could not be sent, as a sentence; '' when there is none. */
  readonly chatProblem: string;
  /** The chat, and the panel of the people; null until they are loaded. */
  readonly chat: ChatViews | null;
  readonly peoplePanel: ((view: CallView) => TemplateResult) | null;
  /** Whether something that was wanted could not be loaded. */
  readonly isPartMissing: boolean;
  readonly people: Pick<PeopleState, 'isOpen' | 'isPending' | 'mutedText' | 'problem' | 'question'>;
  /** Null until it is loaded. */
  readonly notices: NoticeViews | null;
  /** Null until it is loaded. */
  readonly devices: DeviceViews | null;
  /** Null until it is loaded, and where the call is at none. */
  readonly desk: DeskViews | null;
  /** Whether nothing of the call is shown: the desk is, or will be. */
  readonly isCovered: boolean;
  /** How people meet without a server, or who is waited for at a desk; null where neither is so. */
  readonly meeting: { card(): TemplateResult } | null;
  readonly soundBlocked: boolean;
  /** The last change of a device that a person should know of, for a while. */
  readonly deviceChange: DeviceChange | null;
  /** The own picture waits for the other's first one. */
  readonly isSelfViewHeld: boolean;
  /** The address to send to others; '' where the page is no room link. */
  readonly shareLink: string;
  readonly linkCopied: boolean;
  /** Null until it is loaded. */
  readonly stage: StageViews | null;
  /** Whether the page wants this control. */
  readonly shows: (control: string) => boolean;
  readonly arrangement: Arrangement;
  readonly grid: Grid;
  readonly dismissedBanners: ReadonlySet<string>;
  readonly hasHeader: boolean;
  readonly hasSide: boolean;
  readonly request: CallRequests;
}

/** States in which one is in the room or on the way into it. */
const IN_CALL: ReadonlySet<CallStateName> = new Set(['connecting', 'ringing', 'waiting', 'connected', 'reconnecting']);

export function isInCall(state: CallStateName): boolean {
  return IN_CALL.has(state);
}

/** Waits to be let in, or for an answer: without a seat, and without anybody to talk to. */
export function isKnocking({ call, state }: Pick<CallView, 'call' | 'state'>): boolean {
  return (state === 'waiting' || state === 'ringing') && call.role === null;
}
