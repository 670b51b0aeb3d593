/** What the visitor of a support desk sees, as snapshots by name. */
import type { Scene } from './scenes.ts';
import { DEVICE_OFF, DEVICE_ON, everyone, participantNamed, selfNamed } from './scripted-call.ts';
import { ANSWERED, AVAILABLE, PASS, ownCall } from './scripted-desk.ts';

type Scenes = Readonly<Record<string, () => Scene>>;

const VISITOR = { room: '', desk: 'sales' };
const HEARD = { microphone: DEVICE_ON, camera: DEVICE_OFF };
const WAITS = { state: 'prejoin', role: null, devices: HEARD, localParticipant: selfNamed('') } as const;
const CONNECTED = {
  state: 'connected',
  connectionState: 'connected',
  devices: HEARD,
  localParticipant: selfNamed('Vera'),
  participants: everyone(participantNamed('Ann')),
} as const;
const CLOSED = { ...AVAILABLE, state: 'closed', opensAt: Date.UTC(2126, 10, 23, 8) } as const;
const DEPARTMENTS = ['sales', 'repairs'].map((name) => ({ name, state: 'available' }) as const);

/** A field of the page's own. */
function ownField(): readonly Element[] {
  const label = Object.assign(document.createElement('label'), { slot: 'desk-fields', textContent: 'Order number ' });
  label.append(Object.assign(document.createElement('input'), { name: 'order' }));
  return [label];
}

export const DESK_SCENES: Scenes = {
  'desk-form': () => ({
    snapshot: {},
    attributes: VISITOR,
    content: ownField,
    desk: { availability: { ...AVAILABLE, departments: DEPARTMENTS } },
  }),
  'desk-busy': () => ({
    snapshot: {},
    attributes: { ...VISITOR, 'display-name': 'Vera', label: 'Talk to the workshop' },
    desk: { availability: { ...AVAILABLE, state: 'busy' } },
  }),
  'desk-closed': () => ({ snapshot: {}, attributes: VISITOR, desk: { availability: CLOSED } }),
  'desk-waiting': () => ({
    snapshot: WAITS,
    attributes: VISITOR,
    desk: { availability: AVAILABLE, call: ownCall('waiting', { position: 3, waitMs: 250_000 }), connection: 'open' },
  }),
  'desk-ringing': () => ({
    snapshot: WAITS,
    attributes: VISITOR,
    desk: { availability: AVAILABLE, call: ownCall('ringing', { position: 1 }), connection: 'open' },
  }),
  'desk-held': () => ({
    snapshot: CONNECTED,
    attributes: VISITOR,
    desk: { availability: AVAILABLE, call: { ...ANSWERED, held: true }, connection: 'open' },
  }),
  'desk-transfer': () => ({
    snapshot: { ...CONNECTED, state: 'waiting', participants: everyone() },
    attributes: VISITOR,
    desk: {
      availability: AVAILABLE,
      call: ownCall('waiting', { pass: PASS, again: 'transfer', position: 1, waitMs: 40_000 }),
      connection: 'open',
    },
  }),
  'desk-ended': () => ({
    snapshot: { state: 'ended', endReason: 'user_left' },
    attributes: VISITOR,
    desk: { availability: AVAILABLE, call: ownCall('ended', { reason: 'agent' }) },
  }),
  'desk-unknown': () => ({
    snapshot: {},
    attributes: VISITOR,
    desk: { connection: 'closed', problem: { code: 'invalid-desk', fatal: true } },
  }),
  'desk-launcher': () => ({
    snapshot: {},
    attributes: { ...VISITOR, mode: 'floating' },
    desk: { availability: AVAILABLE },
  }),
  'desk-launcher-closed': () => ({
    snapshot: {},
    attributes: { ...VISITOR, mode: 'floating', label: 'Talk to us' },
    desk: { availability: CLOSED },
  }),
  'desk-launcher-waiting': () => ({
    snapshot: WAITS,
    attributes: { ...VISITOR, mode: 'floating' },
    desk: { availability: AVAILABLE, call: ownCall('waiting', { position: 3 }), connection: 'open' },
  }),
  'desk-window': () => ({
    snapshot: {},
    attributes: { ...VISITOR, mode: 'floating', open: '' },
    desk: { availability: { ...AVAILABLE, state: 'offline' } },
  }),
};
