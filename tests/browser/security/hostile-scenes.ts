/** Puts one hostile text into every place of the element that somebody else can fill, and tells what became of it. */
import type { Availability, CallEnd, CallId, ErrorCode, LeaveReason, PeerId } from '#protocol';
import { CallError } from '../../../widget/call/call-error.ts';
import type { FileTransfer } from '../../../widget/call/events.ts';
import type { Participant } from '../../../widget/call/participant.ts';
import { inspect } from './xss-trap.ts';
import { type Mounted, mount, mountScene, openMore } from '../elements/support/mount.ts';
import { SCENES } from '../elements/support/scenes.ts';
import { ANSWERED, ownCall } from '../elements/support/scripted-desk.ts';
import {
  DEVICE_ON,
  type Snapshot,
  everyone,
  messageFrom,
  participantNamed,
  selfNamed,
  transferWith,
  transfersOf,
} from '../elements/support/scripted-call.ts';

/** The attributes that a page could fill with what a visitor has written. */
const ATTRIBUTES = [
  'room',
  'display-name',
  'lang',
  'theme',
  'server',
  'token',
  'max-participants',
  'ice-transport-policy',
  'controls',
  'layout',
] as const;

/** Every tag and attribute that our own templates make, in any scene. */
export async function knownKinds(): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const name of Object.keys(SCENES)) {
    const { element } = await mountScene(name);
    for (const kind of inspect(rootOf(element)).kinds) known.add(kind);
    // What is loaded stays, hidden.
    await element.toggleChat(false);
    await element.updateComplete;
    for (const kind of inspect(rootOf(element)).kinds) known.add(kind);
    element.remove();
  }
  return known;
}

export function rootOf(element: Element): ShadowRoot {
  if (element.shadowRoot === null) throw new Error('the element shows nothing');
  return element.shadowRoot;
}

/** Files in every state, of sizes that cannot be. The engine would have cleaned the name; the view must not need that. */
function filesOf(text: string, from: Participant): FileTransfer[] {
  const file = new File([text], 'a');
  const changes: readonly Partial<FileTransfer>[] = [
    { size: Number.MAX_SAFE_INTEGER },
    { state: 'active', size: -1, bytes: 5 },
    { state: 'active', size: Number.NaN, bytes: Number.NaN, direction: 'send' },
    { state: 'paused', pausedBy: 'peer', size: Number.POSITIVE_INFINITY },
    { state: 'interrupted', size: 0 },
    { state: 'done', type: 'image/png', file },
    { state: 'done', direction: 'send', file },
    { state: 'failed', error: text as ErrorCode as NonNullable<FileTransfer['error']> },
    { state: 'failed', error: 'storage-full', direction: 'send', file },
    { state: 'declined', direction: 'send' },
    { state: 'cancelled' },
  ];
  return changes.map((change, i) => {
    const id = `${text} ${i}`;
    return { ...transferWith(from, text, { type: text, ...change }), id, fileId: i < 9 ? id : text };
  });
}

/** In a call where everything that comes from others is this text. */
function callOf(text: string): Partial<Snapshot> {
  const hostile = participantNamed(text, { id: text as PeerId, handRaised: true, isRecording: true });
  const lost = participantNamed(text, {
    id: 'p-lost' as PeerId,
    connectionState: 'disconnected',
    microphoneEnabled: false,
  });
  const self = selfNamed(text);
  return {
    state: 'connected',
    connectionState: 'connected',
    devices: { microphone: DEVICE_ON, camera: DEVICE_ON },
    localParticipant: self,
    participants: everyone(hostile, lost),
    messages: [
      { ...messageFrom(lost, text, 0), passedOnBy: { id: text as PeerId, name: text } },
      messageFrom(hostile, text, 1),
      messageFrom(self, text, 5),
      messageFrom(lost, text, 9),
    ],
    transfers: transfersOf(...filesOf(text, hostile)),
    knocks: [{ id: text as PeerId, name: text }],
    notices: [
      new CallError('permission-denied', { subject: text }),
      new CallError(text as ErrorCode, { subject: text }),
    ],
  };
}

/** The wire takes letters and digits alone; the view must not need that. */
function departmentsOf(text: string): Availability['departments'] {
  return ['a', 'b'].map((name) => ({ name: text + name, state: text as 'busy' }));
}

export class HostileStage {
  readonly #mounted: Mounted;
  /** A visitor of a support desk. */
  readonly #visitor: Mounted;

  private constructor(mounted: Mounted, visitor: Mounted) {
    this.#mounted = mounted;
    this.#visitor = visitor;
  }

  static async open(): Promise<HostileStage> {
    const mounted = await mountScene('chat');
    await openMore(mounted.element);
    const visitor = await mountScene('desk-held');
    // One of the two at a time, where it can be looked at.
    visitor.element.hidden = true;
    return new HostileStage(mounted, visitor);
  }

  get root(): ShadowRoot {
    return rootOf(this.#mounted.element);
  }

  /** A call, an end and an error in the words of this text. @returns every tag and attribute, and what is wrong. */
  async play(text: string): Promise<{ kinds: string[]; faults: string[] }> {
    const { element, call } = this.#mounted;
    const seen = { kinds: [] as string[], faults: [] as string[] };
    const look = async (): Promise<void> => {
      await element.updateComplete;
      const { kinds, faults } = inspect(this.root);
      seen.kinds.push(...kinds);
      seen.faults.push(...faults);
    };
    call.show(callOf(text));
    call.fire('p2p-device-change', { device: 'camera', reason: 'replaced', label: text });
    call.fire('p2p-data', { from: text as PeerId, topic: 'p2p-call', data: { typing: true } });
    await element.showCaption({ participantId: text as PeerId, text });
    await look();
    seen.faults.push(...this.#misread(text));
    call.show({ state: 'ended', endReason: text as LeaveReason });
    await look();
    call.show({ state: 'error', error: new CallError(text as ErrorCode, { fatal: true, subject: text }) });
    await look();
    return seen;
  }

  /** A desk in the words of this text, from the line to the end. */
  async playDesk(text: string): Promise<{ kinds: string[]; faults: string[] }> {
    const { element, desk, call } = this.#visitor;
    const seen = { kinds: [] as string[], faults: [] as string[] };
    const agent = { name: text };
    element.label = text;
    [this.#mounted.element.hidden, element.hidden] = [true, false];
    for (const own of [
      ownCall('waiting', { id: text as CallId, position: Number.NaN, waitMs: Number.NaN }),
      { ...ANSWERED, agent, held: true },
      ownCall('waiting', { pass: { room: text, token: text }, agent, again: text as 'transfer', position: -1 }),
      ownCall('ended', { agent, reason: text as CallEnd }),
      null,
    ]) {
      call.show({ state: own?.phase === 'active' ? 'connected' : 'waiting' });
      desk.show({
        call: own,
        availability: { state: text as 'busy', departments: departmentsOf(text), messages: true },
      });
      await element.updateComplete;
      const { kinds, faults } = inspect(rootOf(element));
      seen.kinds.push(...kinds);
      seen.faults.push(...faults);
    }
    [this.#mounted.element.hidden, element.hidden] = [false, true];
    return seen;
  }

  /** What a person reads must be what was written: each message, and each name or what stands for none. */
  #misread(text: string): string[] {
    const bubbles = [...this.root.querySelectorAll('.bubble')].map(({ textContent }) => textContent);
    const names = [...this.root.querySelectorAll('.tile-remote .name-text, [part~="tile-remote"] .name-text')];
    const files = [...this.root.querySelectorAll('.file-name')].map(({ textContent }) => textContent);
    const wrong = [...bubbles, ...files].filter((shown) => shown !== text);
    const misnamed = names.filter(({ textContent }) => textContent !== (text.trim() || 'Guest'));
    return [
      ...(bubbles.length === 4 ? [] : [`${bubbles.length} messages`]),
      ...(files.length === 10 ? [] : [`${files.length} files`]),
      ...(names.length === 2 ? [] : [`${names.length} names`]),
      ...wrong.map((shown) => `it reads ${JSON.stringify(shown?.slice(0, 80))}`),
      ...misnamed.map(({ textContent }) => `a name reads ${JSON.stringify(textContent?.slice(0, 80))}`),
    ];
  }

  close(): void {
    this.#mounted.element.remove();
    this.#visitor.element.remove();
  }
}

/** An element whose every attribute is this text. */
export async function playAttributes(text: string): Promise<{ kinds: string[]; faults: string[] }> {
  const { element } = await mount(Object.fromEntries(ATTRIBUTES.map((name) => [name, text])));
  await element.updateComplete;
  const seen = inspect(rootOf(element));
  element.remove();
  return seen;
}
