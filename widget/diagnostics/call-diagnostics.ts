/**
 * The state of a call for a bug report: what it is, how it is connected with each other one, how often it had to be repaired. Holds no
 * name, no room, no token, no address and no id. Changes nothing.
 */
import type { PeerId } from '#protocol';
import type { Clock } from '../link/clock.ts';
import { systemClock } from '../link/clock.ts';
import { browserName } from './environment.ts';
import { turnServersOf } from './ice-kinds.ts';
import { pause } from './patience.ts';
import { type PeerFigures, peerFiguresOf } from './peer-figures.ts';
import type { Detail } from './self-test-types.ts';
import { VERSION } from './version.ts';

/** Between two looks at the counters, in ms. */
const LOOK_MS = 1_000;

interface DeviceLike {
  readonly enabled: boolean;
  readonly pending: boolean;
  readonly systemMuted: boolean;
  readonly failure: { readonly code: string } | null;
}

/** What is read of a call. */
export interface DiagnosedCall {
  readonly state: string;
  readonly connectionState: string;
  readonly role: string | null;
  readonly locked: boolean;
  readonly lobby: boolean;
  readonly participants: ReadonlyMap<PeerId, { readonly connectionState: string }>;
  readonly devices: { readonly microphone: DeviceLike; readonly camera: DeviceLike };
  readonly screenshare: { readonly enabled: boolean };
  readonly iceServers: readonly RTCIceServer[];
  readonly error: { readonly code: string } | null;
  getStats(): Promise<ReadonlyMap<PeerId, RTCStatsReport>>;
}

export interface PeerDiagnostics extends PeerFigures {
  readonly connectionState: string;
}

export interface Diagnostics {
  readonly version: string;
  /** Name, version and system. */
  readonly browser: string;
  /** The page, the call, its devices, its ICE servers by kind: flat. */
  readonly call: Detail;
  /** How often each event of the call was fired: `p2p-ice-restart` and `p2p-rebuild` are repairs. */
  readonly events: Readonly<Record<string, number>>;
  /** The others, in the order in which they came. */
  readonly peers: readonly PeerDiagnostics[];
  /** All of it as text, to be copied into a report. */
  readonly text: string;
}

function deviceText({ enabled, pending, systemMuted, failure }: DeviceLike): string {
  if (failure !== null) return failure.code;
  if (pending) return 'pending';
  return !enabled ? 'off' : systemMuted ? 'muted-by-system' : 'on';
}

function callFigures(call: DiagnosedCall): Detail {
  const { iceServers, devices } = call;
  const stun = iceServers.filter(({ urls }) => [urls].flat().some((url) => url.startsWith('stun:'))).length;
  const turn = (['udp', 'tcp', 'tls'] as const).filter((kind) => turnServersOf(iceServers, kind).length > 0);
  return {
    state: call.state,
    connectionState: call.connectionState,
    role: call.role ?? 'none',
    locked: call.locked,
    lobby: call.lobby,
    others: call.participants.size,
    microphone: deviceText(devices.microphone),
    camera: deviceText(devices.camera),
    screenshare: call.screenshare.enabled,
    stun: stun > 0,
    turn: turn.join(' ') || 'none',
    lastError: call.error?.code ?? 'none',
    secureContext: isSecureContext,
    visible: document.visibilityState === 'visible',
    online: navigator.onLine,
  };
}

function line(title: string, detail: Detail): string {
  const figures = Object.entries(detail).map(([name, value]) => `${name}=${value}`);
  return `${title}: ${figures.join(' ') || 'none'}`;
}

function peerLines({ connectionState, path, protocol, rttMs, streams }: PeerDiagnostics, i: number): string[] {
  const head = {
    state: connectionState,
    path: path ?? 'none',
    protocol: protocol ?? 'none',
    rttMs: rttMs ?? 'unknown',
  };
  return [line(`peer ${i + 1}`, head), ...Object.entries(streams).map(([name, it]) => line(`  ${name}`, it))];
}

/** Takes a second, because what is counted per second is counted twice.
 *  @param events how often each was fired. */
export async function diagnose(
  call: DiagnosedCall,
  events: Readonly<Record<string, number>>,
  clock: Clock = systemClock,
): Promise<Diagnostics> {
  const before = await call.getStats();
  if (before.size > 0) await pause(LOOK_MS, new AbortController().signal, clock);
  const now = await call.getStats();
  const nothing: RTCStatsReport = new Map();
  const peers = [...call.participants].map(([id, { connectionState }]) => ({
    connectionState,
    ...peerFiguresOf(now.get(id) ?? nothing, before.get(id) ?? nothing),
  }));
  const browser = browserName(navigator.userAgent);
  const figures = callFigures(call);
  const text = [
    `p2p-call ${VERSION}, ${browser}`,
    line('call', figures),
    line('events', events),
    ...peers.flatMap(peerLines),
  ].join('\n');
  return { version: VERSION, browser, call: figures, events, peers, text };
}
