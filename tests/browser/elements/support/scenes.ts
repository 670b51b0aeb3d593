/** Every state of the element that people can see, as snapshots by name; screenshots and accessibility tests walk through. */
import type { PeerId } from '#protocol';
import { CallError } from '../../../../widget/call/call-error.ts';
import type { DeviceChange, FileTransfer } from '../../../../widget/call/events.ts';
import { DESK_SCENES } from './desk-scenes.ts';
import { pictureFile, portraitTrack, slideTrack, toneTrack } from './pictures.ts';
import { placedScenes } from './placed-scenes.ts';
import {
  ALL_RIGHTS,
  DEVICE_OFF,
  DEVICE_ON,
  type Snapshot,
  everyone,
  knockOf,
  messageFrom,
  participantNamed,
  selfNamed,
  transferWith,
  transfersOf,
} from './scripted-call.ts';
import type { DeskSnapshot } from './scripted-desk.ts';
import { statisticsOf } from './statistics.ts';

export interface Scene {
  readonly snapshot: Partial<Snapshot>;
  /** Attributes of the element. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly chatOpen?: boolean;
  /** Who says what, as text over the stage. */
  readonly captions?: Readonly<Record<string, string>>;
  /** Who is writing a message. */
  readonly typing?: readonly string[];
  /** Incoming messages while the chat is closed. */
  readonly unreadCount?: number;
  /** Files that are offered while the chat is closed. */
  readonly offers?: readonly FileTransfer[];
  /** A file hangs over the stage, or the picture in the chat is looked at. */
  readonly files?: 'dragged' | 'enlarged';
  readonly soundBlocked?: boolean;
  readonly peopleOpen?: boolean;
  /** The tools of the stage are there; `menu`: and what "More" opens. */
  readonly stage?: 'tools' | 'menu';
  /** Whose connection is shown. */
  readonly connectionOf?: string;
  /** Who sends a reaction. */
  readonly reactions?: Readonly<Record<string, string>>;
  /** Whose removal is asked about. */
  readonly removing?: string;
  /** Who turned off the own microphone. */
  readonly mutedBy?: string;
  /** The choice of devices is there. */
  readonly devicesLoaded?: true;
  /** Whose menu of devices is open. */
  readonly devicesOpen?: 'microphone' | 'camera';
  /** What a support desk says. */
  readonly desk?: Partial<DeskSnapshot>;
  /** What the page has put into the element; made, because markup from a string is refused where trusted types are required. */
  readonly content?: () => readonly Element[];
  /** How far two people are who meet by texts; `fault`: what was pasted is not it. */
  readonly meeting?: 'choose' | 'invite' | 'join' | 'reply' | 'fault';
  /** Fired as `p2p-device-change`. */
  readonly deviceChange?: DeviceChange;
  /** The dialog is about to be closed. */
  readonly asksToLeave?: boolean;
}

const BOTH_ON = { microphone: DEVICE_ON, camera: DEVICE_ON };

function withPicture(index: number): { cameraEnabled: true; cameraTrack: MediaStreamTrack } {
  return { cameraEnabled: true, cameraTrack: portraitTrack(index) };
}

function meetingScene(meeting: NonNullable<Scene['meeting']>): Scene {
  const localParticipant = selfNamed('Alice', withPicture(0));
  return {
    snapshot: { state: 'waiting', devices: BOTH_ON, localParticipant },
    attributes: { signaling: 'manual' },
    meeting,
  };
}

function withScreen(): { screenshareEnabled: true; screenTrack: MediaStreamTrack } {
  return { screenshareEnabled: true, screenTrack: slideTrack() };
}

function fileScene(name: string): Scene {
  const scene = SCENES[name]?.();
  if (!scene) throw new Error(`no scene ${name}`);
  return scene;
}

/** A call that Alice may rule, with three others. */
function hosted(change: Partial<Snapshot> = {}): Partial<Snapshot> {
  return {
    state: 'connected',
    connectionState: 'connected',
    devices: BOTH_ON,
    role: 'host',
    rights: ALL_RIGHTS,
    lobby: true,
    localParticipant: selfNamed('Alice', { ...withPicture(0), role: 'host' }),
    participants: everyone(
      participantNamed('Bob', withPicture(1)),
      participantNamed('Carol', { microphoneEnabled: false }),
      participantNamed('A name that is much too long for its row', { ...withPicture(2), role: 'visitor' }),
    ),
    ...change,
  };
}

/** A call of four, in which two ways are bad. */
function weak(change: Partial<Snapshot> = {}): Partial<Snapshot> {
  return hosted({
    participants: everyone(
      participantNamed('Bob', { ...withPicture(1), networkQuality: 'low' }),
      participantNamed('Carol', { cameraEnabled: true, networkQuality: 'very-low', cameraPaused: true }),
      participantNamed('Dave', { ...withPicture(2), networkQuality: 'good', handRaised: true }),
    ),
    statistics: statisticsOf,
    ...change,
  });
}

const INLINE: Readonly<Record<string, () => Scene>> = {
  idle: () => ({
    snapshot: { state: 'idle', localParticipant: selfNamed('Alice') },
    attributes: { 'display-name': 'Alice' },
  }),
  'idle-no-prejoin': () => ({ snapshot: { state: 'idle' }, attributes: { prejoin: 'off' } }),
  prejoin: () => ({
    snapshot: { state: 'prejoin', devices: BOTH_ON, localParticipant: selfNamed('Alice', withPicture(0)) },
    attributes: { 'display-name': 'Alice' },
  }),
  'prejoin-denied': () => ({
    snapshot: {
      state: 'prejoin',
      devices: {
        microphone: DEVICE_OFF,
        camera: { ...DEVICE_OFF, failure: new CallError('permission-denied', { subject: 'camera' }) },
      },
      notices: [
        new CallError('permission-denied', { subject: 'camera' }),
        new CallError('permission-denied', { subject: 'microphone' }),
      ],
      localParticipant: selfNamed('Alice'),
    },
    attributes: { 'display-name': 'Alice' },
  }),
  'prejoin-busy-camera': () => ({
    snapshot: {
      state: 'prejoin',
      devices: {
        microphone: DEVICE_ON,
        camera: { ...DEVICE_OFF, failure: new CallError('device-in-use', { subject: 'camera' }) },
      },
      notices: [new CallError('device-in-use', { subject: 'camera' })],
      localParticipant: selfNamed(''),
    },
  }),
  'prejoin-devices': () => ({
    snapshot: {
      state: 'prejoin',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', { ...withPicture(0), microphoneTrack: toneTrack() }),
    },
    attributes: { 'display-name': 'Alice' },
    devicesOpen: 'camera',
  }),
  devices: () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', { ...withPicture(0), microphoneTrack: toneTrack() }),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    devicesOpen: 'microphone',
  }),
  connecting: () => ({
    snapshot: { state: 'connecting', devices: BOTH_ON, localParticipant: selfNamed('Alice', withPicture(0)) },
  }),
  'meeting-choose': () => meetingScene('choose'),
  'meeting-invite': () => meetingScene('invite'),
  'meeting-join': () => meetingScene('join'),
  'meeting-reply': () => meetingScene('reply'),
  'meeting-fault': () => meetingScene('fault'),
  waiting: () => ({
    snapshot: { state: 'waiting', devices: BOTH_ON, localParticipant: selfNamed('Alice', withPicture(0)) },
  }),
  connected: () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    unreadCount: 3,
  }),
  'connected-avatars': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: { microphone: DEVICE_OFF, camera: { ...DEVICE_OFF, pending: true } },
      localParticipant: selfNamed('Alice', { microphoneEnabled: false }),
      participants: everyone(participantNamed('Bob', { microphoneEnabled: false })),
    },
  }),
  'connected-three': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(
        participantNamed('Bob', withPicture(1)),
        participantNamed('Carol', { microphoneEnabled: false }),
      ),
    },
  }),
  'connected-eight': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(
        participantNamed('Bob', withPicture(1)),
        participantNamed('Carol', { microphoneEnabled: false }),
        participantNamed('Dave', withPicture(3)),
        participantNamed('A name that is much too long for its tile', withPicture(2)),
        participantNamed('Erin', { connectionState: 'connecting' }),
        participantNamed('Frank'),
        participantNamed('Grace', { ...withPicture(1), connectionState: 'reconnecting' }),
      ),
    },
  }),
  chat: () => {
    const self = selfNamed('Alice', withPicture(0));
    const other = participantNamed('Bob', withPicture(1));
    return {
      snapshot: {
        state: 'connected',
        connectionState: 'connected',
        devices: BOTH_ON,
        localParticipant: self,
        participants: everyone(other),
        messages: [
          messageFrom(other, 'Hello! Can you hear me well?', 1),
          messageFrom(self, 'Loud and clear.', 2),
          messageFrom(other, 'Here is the plan: https://example.com/plans/autumn?page=2 (second page)', 4),
          messageFrom(other, 'Tell me when you have it open.', 5),
          messageFrom(self, 'Got it.\nThe second column is new, is it not? <b>not bold</b>', 6),
        ],
      },
      chatOpen: true,
    };
  },
  'chat-earlier': () => {
    const self = selfNamed('Alice', withPicture(0));
    const bob = participantNamed('Bob', withPicture(1));
    const carol = participantNamed('Carol');
    const passedOnBy = { id: bob.id, name: 'Bob' };
    return {
      snapshot: {
        state: 'connected',
        connectionState: 'connected',
        devices: BOTH_ON,
        localParticipant: self,
        participants: everyone(bob, carol),
        messages: [
          { ...messageFrom(carol, 'Shall we begin without Alice?', 1), passedOnBy },
          { ...messageFrom(bob, 'She is on her way. The plan: https://example.com/plans/autumn', 2), passedOnBy },
          messageFrom(self, 'Here I am.', 8),
          messageFrom(carol, 'Hello Alice!', 9),
        ],
      },
      chatOpen: true,
      typing: ['Bob', 'Carol'],
    };
  },
  'chat-arabic': () => {
    const self = selfNamed('ليلى', withPicture(0));
    const other = participantNamed('Bob (سفر)', withPicture(1));
    return {
      snapshot: {
        state: 'connected',
        connectionState: 'connected',
        devices: BOTH_ON,
        localParticipant: self,
        participants: everyone(other),
        messages: [
          messageFrom(other, 'مرحبًا! هل تسمعني جيدًا؟', 1),
          messageFrom(self, 'نعم، بوضوح تام.', 2),
          messageFrom(other, 'هذه هي الخطة: https://example.com/plans/autumn?page=2 (الصفحة 2)', 4),
          messageFrom(self, 'Shall I open page 2, or the second column?', 5),
        ],
      },
      attributes: { lang: 'ar' },
      chatOpen: true,
    };
  },
  'people-hebrew': () => ({
    snapshot: hosted({
      localParticipant: selfNamed('נועה', { ...withPicture(0), role: 'host' }),
      participants: everyone(
        participantNamed('Bob', withPicture(1)),
        participantNamed('יעל (2)', { microphoneEnabled: false }),
        participantNamed('שם ארוך מאוד שאין לו מקום בשורה', { ...withPicture(2), role: 'visitor' }),
      ),
      knocks: ['Ada', 'עדה'].map(knockOf),
    }),
    attributes: { lang: 'he' },
    peopleOpen: true,
  }),
  'chat-empty': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    chatOpen: true,
  }),
  files: () => {
    const self = selfNamed('Alice', withPicture(0));
    const bob = participantNamed('Bob', withPicture(1));
    const at = { fileId: 'plan', direction: 'send', bytes: 0, size: 48_300_000 } as const;
    return {
      snapshot: {
        state: 'connected',
        connectionState: 'connected',
        devices: BOTH_ON,
        localParticipant: self,
        participants: everyone(bob),
        messages: [messageFrom(bob, 'Here is the plan.', 1)],
        transfers: transfersOf(
          transferWith(bob, 'Autumn plan with all the figures, second version.pdf'),
          transferWith(bob, 'Recording.mp4', { state: 'active', size: 812_000_000, bytes: 271_000_000 }),
          transferWith(self, 'notes.txt', { ...at, fileId: 'notes', peerId: bob.id, state: 'done', size: 812 }),
        ),
      },
      chatOpen: true,
    };
  },
  'files-to-several': () => {
    const [bob, carol, dave, erin] = ['Bob', 'Carol', 'Dave', 'A name that is much too long for its row'].map((name) =>
      participantNamed(name),
    );
    if (!bob || !carol || !dave || !erin) throw new Error('nobody is there');
    const at = { fileId: 'plan', direction: 'send', size: 48_300_000 } as const;
    return {
      snapshot: {
        state: 'connected',
        connectionState: 'connected',
        devices: BOTH_ON,
        localParticipant: selfNamed('Alice', withPicture(0)),
        participants: everyone(bob, carol, dave, erin),
        transfers: transfersOf(
          transferWith(bob, 'slides.key', { ...at, state: 'paused', pausedBy: 'peer', bytes: 20_000_000 }),
          transferWith(carol, 'slides.key', { ...at, state: 'offered' }),
          transferWith(dave, 'slides.key', { ...at, state: 'failed', error: 'storage-full', file: new File([], 'a') }),
          transferWith(erin, 'slides.key', { ...at, state: 'interrupted', bytes: 44_000_000 }),
        ),
      },
      chatOpen: true,
    };
  },
  'files-over': () => {
    const bob = participantNamed('Bob', withPicture(1));
    return {
      snapshot: {
        state: 'connected',
        connectionState: 'connected',
        devices: BOTH_ON,
        localParticipant: selfNamed('Alice', withPicture(0)),
        participants: everyone(bob),
        transfers: transfersOf(
          transferWith(bob, 'lost.zip', { state: 'failed', error: 'peer-unavailable' }),
          transferWith(bob, 'large.iso', { state: 'done', bytes: 2_400_000 }),
          transferWith(bob, 'autumn.png', { state: 'done', type: 'image/png', file: pictureFile('autumn.png') }),
        ),
      },
      chatOpen: true,
    };
  },
  'files-unsaved': () => {
    const { snapshot } = fileScene('files-over');
    return { snapshot: { ...snapshot, state: 'ended', endReason: 'user_left' }, chatOpen: true };
  },
  'file-dragged': () => ({ ...fileScene('files-over'), files: 'dragged' }),
  'picture-enlarged': () => ({ ...fileScene('files-over'), files: 'enlarged' }),
  'file-offered': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    offers: [transferWith(participantNamed('Bob'), 'Autumn plan with all the figures, second version.pdf')],
  }),
  reconnecting: () => ({
    snapshot: {
      state: 'reconnecting',
      connectionState: 'reconnecting',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', { ...withPicture(1), connectionState: 'reconnecting' })),
    },
  }),
  disconnected: () => ({
    snapshot: {
      state: 'reconnecting',
      connectionState: 'reconnecting',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', { ...withPicture(1), connectionState: 'disconnected' })),
    },
  }),
  'signal-reconnecting': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'signal-reconnecting',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
  }),
  'device-lost': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: {
        microphone: DEVICE_ON,
        camera: { ...DEVICE_OFF, failure: new CallError('device-not-found', { subject: 'camera' }) },
      },
      notices: [new CallError('device-not-found', { subject: 'camera' })],
      localParticipant: selfNamed('Alice'),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
  }),
  'device-in-use': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: {
        microphone: DEVICE_ON,
        camera: { ...DEVICE_OFF, failure: new CallError('device-in-use', { subject: 'camera' }) },
      },
      notices: [new CallError('device-in-use', { subject: 'camera' })],
      localParticipant: selfNamed('Alice'),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    devicesLoaded: true,
  }),
  'no-path': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      error: new CallError('ice-failed', { subject: 'p-Carol' }),
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(
        participantNamed('Bob', withPicture(1)),
        participantNamed('Carol', { connectionState: 'connecting' }),
      ),
    },
  }),
  'device-replaced': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    deviceChange: { device: 'camera', reason: 'replaced', label: 'HD Webcam C270 (046d:0825)' },
  }),
  'system-muted': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: { microphone: { ...DEVICE_ON, systemMuted: true }, camera: DEVICE_ON },
      localParticipant: selfNamed('Alice', { ...withPicture(0), microphoneEnabled: false }),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
  }),
  'sharing-screen': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      screenshare: { isSupported: true, enabled: true, pending: false },
      localParticipant: selfNamed('Alice', { ...withPicture(0), screenshareEnabled: true }),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
  }),
  recording: () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', { ...withPicture(0), joinedAt: Date.now() - 754_000, isRecording: true }),
      participants: everyone(
        participantNamed('Bob', { ...withPicture(1), isRecording: true, handRaised: true }),
        participantNamed('Carol', withPicture(2)),
      ),
      role: 'host',
      rights: ALL_RIGHTS,
    },
    peopleOpen: true,
    stage: 'menu',
  }),
  recorded: () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', { ...withPicture(1), isRecording: true })),
    },
    stage: 'tools',
  }),
  'recording-full': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      error: new CallError('storage-full', { subject: 'recording' }),
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
  }),
  'screen-refused': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      notices: [new CallError('permission-denied', { subject: 'screen' })],
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
  }),
  'screen-shared': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', { ...withPicture(1), ...withScreen() })),
    },
  }),
  'screen-shared-eight': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(
        participantNamed('Bob', withPicture(1)),
        participantNamed('Carol', { microphoneEnabled: false }),
        participantNamed('Dave', { ...withPicture(3), ...withScreen() }),
        participantNamed('A name that is much too long for its tile', withPicture(2)),
        participantNamed('Erin', { connectionState: 'connecting' }),
        participantNamed('Frank', withScreen()),
        participantNamed('Grace', withPicture(1)),
      ),
    },
  }),
  more: () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', { ...withPicture(0), joinedAt: Date.now() - 754_000, handRaised: true }),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    stage: 'menu',
  }),
  hands: () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', { ...withPicture(0), joinedAt: Date.now() - 754_000 }),
      participants: everyone(
        participantNamed('Bob', { ...withPicture(1), handRaised: true }),
        participantNamed('Carol', { microphoneEnabled: false }),
        participantNamed('Dave', withPicture(3)),
        participantNamed('Erin', { handRaised: true }),
        participantNamed('Frank'),
      ),
    },
    attributes: { layout: 'speaker' },
    stage: 'tools',
    reactions: { Carol: '👍', Bob: '🎉' },
  }),
  captions: () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    captions: { Bob: 'The second column is new, and it takes more than one line on a phone.', Alice: 'I see it.' },
  }),
  'tap-to-hear': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', withPicture(0)),
      participants: everyone(participantNamed('Bob', withPicture(1))),
    },
    soundBlocked: true,
  }),
  knocking: () => ({
    snapshot: {
      state: 'waiting',
      connectionState: 'connecting',
      role: null,
      queuePosition: 3,
      devices: BOTH_ON,
      localParticipant: selfNamed('Alice', { ...withPicture(0), id: '' as PeerId }),
    },
  }),
  'quality-marks': () => ({ snapshot: weak(), stage: 'tools' }),
  'quality-panel': () => ({ snapshot: weak(), stage: 'tools', connectionOf: 'Bob' }),
  'quality-own': () => ({
    snapshot: weak({
      participants: everyone(
        participantNamed('Bob', { ...withPicture(1), networkQuality: 'very-low', ownCameraPaused: true }),
      ),
    }),
    stage: 'tools',
    connectionOf: 'Bob',
  }),
  knock: () => ({
    snapshot: hosted({ knocks: [knockOf('Ada')], participants: everyone(participantNamed('Bob', withPicture(1))) }),
  }),
  'knock-three': () => ({ snapshot: hosted({ knocks: ['Ada', 'Grace Hopper', ''].map(knockOf) }) }),
  'people-host': () => ({
    snapshot: hosted({ knocks: ['Ada', 'Augusta Ada Byron, Countess of Lovelace'].map(knockOf) }),
    peopleOpen: true,
  }),
  'people-locked': () => ({ snapshot: hosted({ locked: true }), peopleOpen: true }),
  'people-remove': () => ({ snapshot: hosted(), peopleOpen: true, removing: 'Bob' }),
  'people-guest': () => ({ snapshot: hosted({ role: 'guest', rights: [] }), peopleOpen: true }),
  'muted-by': () => ({
    snapshot: {
      state: 'connected',
      connectionState: 'connected',
      devices: { microphone: DEVICE_OFF, camera: DEVICE_ON },
      localParticipant: selfNamed('Alice', { ...withPicture(0), microphoneEnabled: false }),
      participants: everyone(participantNamed('Bob', { ...withPicture(1), role: 'host' })),
    },
    mutedBy: 'Bob',
  }),
  'ended-kicked': () => ({ snapshot: { state: 'ended', endReason: 'kicked' } }),
  'ended-for-all': () => ({ snapshot: { state: 'ended', endReason: 'call_ended' } }),
  'error-not-admitted': () => ({
    snapshot: { state: 'error', error: new CallError('not-admitted', { fatal: true }) },
  }),
  'error-locked': () => ({ snapshot: { state: 'error', error: new CallError('room-locked', { fatal: true }) } }),
  ended: () => ({ snapshot: { state: 'ended', endReason: 'user_left' } }),
  'ended-network': () => ({ snapshot: { state: 'ended', endReason: 'network_disconnect' } }),
  'error-full': () => ({ snapshot: { state: 'error', error: new CallError('room-full', { fatal: true }) } }),
  'error-token-expired': () => ({
    snapshot: { state: 'error', error: new CallError('token-expired', { fatal: true }) },
  }),
  'error-unreachable': () => ({
    snapshot: { state: 'error', error: new CallError('signaling-unreachable', { fatal: true }) },
  }),
  'error-browser': () => ({
    snapshot: { state: 'error', error: new CallError('unsupported-browser', { fatal: true }) },
  }),
  'error-origin': () => ({ snapshot: { state: 'error', error: new CallError('origin-not-allowed', { fatal: true }) } }),
  'error-room': () => ({ snapshot: { state: 'idle' }, attributes: { room: 'no/such room' } }),
};

export const SCENES: Readonly<Record<string, () => Scene>> = { ...INLINE, ...placedScenes(INLINE), ...DESK_SCENES };
