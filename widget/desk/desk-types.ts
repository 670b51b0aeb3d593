/** What the views of a support desk see of it, and what they may ask. Knows no socket; the wire's own types come from the protocol. */
import type {
  AgentId,
  AgentStatus,
  Availability,
  CallGone,
  CallId,
  DeskAgent,
  DeskCall,
  DeskErrorCode,
  Form,
  MessageId,
  MessageNote,
  MissedCall,
  OwnCall,
  Pass,
  RingEnd,
  VisitorPage,
  VisitorUser,
} from '#protocol';

/** `connecting` until the first welcome, `reconnecting` after a loss, `closed` for good. */
export type DeskConnectionState = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed';

/** @property fatal whether nothing more will come without {@link DeskConnectionState} beginning anew. */
export interface DeskProblem {
  readonly code: DeskErrorCode;
  readonly fatal: boolean;
}

/** Why the desk did not do what was asked. */
export class DeskError extends Error {
  override readonly name = 'DeskError';
  readonly code: DeskErrorCode;

  constructor(code: DeskErrorCode) {
    super(code);
    this.code = code;
  }
}

/** What a visitor says of itself and of what it wants. Bounds: `desk-limits.ts` of the protocol. */
export interface CallWish {
  readonly name?: string;
  readonly topic?: string;
  /** One of the desk's. Default: whoever is free. */
  readonly department?: string;
  /** Answers by the names of the fields. */
  readonly form?: Form;
  readonly page?: VisitorPage;
  /** Who the visitor is at the site. */
  readonly userId?: string;
  /** HMAC-SHA-256 of `userId` by the site's server, in hexadecimal. */
  readonly userHash?: string;
}

/** What is left where nobody answers. */
export interface MessageWish extends CallWish {
  readonly text?: string;
  /** How to answer: an address, a number. */
  readonly contact?: string;
}

/** The desk as a visitor's view sees it. */
export interface VisitorDeskModel {
  readonly connection: DeskConnectionState;
  /** Null: not known yet. */
  readonly availability: Availability | null;
  /** The own one, also when it is over, until {@link forget}. */
  readonly call: OwnCall | null;
  readonly problem: DeskProblem | null;
  /** @returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Asks now, and then every two minutes while somebody looks at the page; once is enough. */
  watchAvailability(): void;
  refreshAvailability(): Promise<void>;
  /** Takes back the call that the page before in this tab had. @returns false where there is none. */
  resume(): Promise<boolean>;
  /** Asks for an agent. */
  request(wish: CallWish): Promise<void>;
  /** Leaves the queue. */
  cancel(): Promise<void>;
  /** Hangs up, or leaves the queue. */
  end(): Promise<void>;
  /** @param stars 1 to 5. */
  rate(stars: number): Promise<void>;
  /** A fresh token of the call's room. */
  freshPass(): Promise<Pass>;
  /** Says where the visitor is, now or as soon as the desk takes it. */
  setPage(page: VisitorPage): void;
  /** @param voice WebM, Ogg or MP4 audio, 1 MiB at most. @returns the id of the message. */
  leaveMessage(message: MessageWish, voice?: Blob, signal?: AbortSignal): Promise<string>;
  /** A call that is over is looked at no more, and the socket is closed. */
  forget(): void;
  dispose(): void;
}

/** A message that was left, as an agent reads it. */
export interface DeskMessage {
  readonly id: MessageId;
  /** In ms since the epoch by the server's clock. */
  readonly at: number;
  readonly department: string | null;
  /** Whether there is a voice to be fetched. */
  readonly voice: boolean;
  /** Whether no secret that is set now opens it; the texts are empty then. */
  readonly unreadable: boolean;
  readonly name: string;
  readonly contact: string;
  readonly text: string;
  readonly topic: string;
  readonly form: Form;
  readonly page: VisitorPage | null;
  readonly user: VisitorUser | null;
}

/** How the desk does. Times in ms; null where nothing is known yet. */
export interface DeskFigures {
  readonly waiting: number;
  readonly active: number;
  readonly answered: number;
  readonly missed: number;
  readonly medianWaitMs: number | null;
  readonly medianHandledMs: number | null;
  /** The mean, 1 to 5. */
  readonly rating: number | null;
  /** Since when it is counted, in ms since the epoch. */
  readonly since: number | null;
}

/** What happens once, and is worth a sound or a line. */
export type AgentDeskEvent =
  | { readonly type: 'ring'; readonly call: DeskCall }
  | { readonly type: 'ring-end'; readonly id: CallId; readonly reason: RingEnd }
  | { readonly type: 'call-end'; readonly call: DeskCall; readonly reason: CallGone }
  | { readonly type: 'missed'; readonly call: MissedCall }
  | { readonly type: 'message'; readonly message: MessageNote };

/** The desk as an agent's console sees it. */
export interface AgentDeskModel {
  readonly connection: DeskConnectionState;
  readonly problem: DeskProblem | null;
  readonly availability: Availability | null;
  /** '' before the first welcome. */
  readonly me: AgentId | '';
  /** Everyone who is on, oneself too. */
  readonly agents: ReadonlyMap<AgentId, DeskAgent>;
  /** Those who wait, oldest first, and the own call. */
  readonly calls: ReadonlyMap<CallId, DeskCall>;
  /** How many wait, those included that are not in {@link calls}. */
  readonly waitingCount: number;
  /** What rings here, and until when on the clock of {@link now}. */
  readonly rings: ReadonlyMap<CallId, { readonly endsAtMs: number }>;
  readonly ownCall: DeskCall | null;
  /** Of the own call's room. */
  readonly pass: Pass | null;
  readonly missed: readonly MissedCall[];
  readonly messages: readonly MessageNote[];
  readonly departments: readonly string[];
  /** The server's time, in ms since the epoch. */
  now(): number;
  onevent: ((event: AgentDeskEvent) => void) | null;
  /** @returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Also after it was closed, or another page took over. */
  open(): void;
  /** Signs off: a call that is on waits for another agent. */
  close(): void;
  setStatus(status: AgentStatus): Promise<void>;
  accept(id: CallId): Promise<Pass>;
  decline(id: CallId): Promise<void>;
  hold(id: CallId, on: boolean): Promise<void>;
  transfer(id: CallId, to: { readonly agent: AgentId } | { readonly department: string }): Promise<void>;
  note(id: CallId, text: string): Promise<void>;
  end(id: CallId): Promise<void>;
  /** A fresh token of the own call's room. */
  freshPass(id: CallId): Promise<Pass>;
  /** Takes a missed call off the list. */
  clear(id: CallId): Promise<void>;
  /** Takes a message off the list, and deletes it. */
  handled(id: MessageId): Promise<void>;
  fetchMessages(): Promise<readonly DeskMessage[]>;
  fetchVoice(id: MessageId): Promise<Blob>;
  fetchStats(): Promise<DeskFigures>;
}
