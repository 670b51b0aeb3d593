/**
 * What the connections to the others report, handed on: to the page as events, to the chat, the files and the recording. Knows neither the
 * state of the call nor the room.
 */
import type { ErrorCode, PeerId } from '#protocol';
import { CallError } from './call-error.ts';
import type { CallFiles } from './call-files.ts';
import type { CallRecording } from './call-recording.ts';
import type { Conversation } from './conversation.ts';
import type { CallEventDetails, CallEventName } from './events.ts';
import type { PeerSetEvents } from './peer-set.ts';

export interface PeopleReportsTarget {
  readonly conversation: Conversation;
  readonly files: CallFiles;
  readonly recording: CallRecording;
  emit<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name]): void;
  /** The same, where who is there, or how they are connected, is other than before. */
  emitChange<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name]): void;
  report(error: CallError): void;
  /** Whatever was wrong with this one is no problem any more. */
  forgive(subject: PeerId): void;
  judge(peer: PeerId, report: RTCStatsReport): void;
}

export function peopleReports(target: PeopleReportsTarget): PeerSetEvents {
  const { conversation, files, recording } = target;
  const fail = (code: ErrorCode, subject: PeerId): void => target.report(new CallError(code, { subject }));
  return {
    onjoin: (participant) => {
      target.emitChange('p2p-participant-join', { participant });
      recording.follow(participant);
    },
    onupdate: (participant) => {
      target.emitChange('p2p-participant-update', { participant });
      recording.follow(participant);
    },
    onleave: (participant, reason) => {
      files.end(participant.id);
      target.forgive(participant.id);
      recording.follow({ ...participant, isRecording: false });
      target.emitChange('p2p-participant-leave', { participant, reason });
    },
    onconnectionstate: (peerId, state) => {
      // A way that was found after all.
      if (state === 'connected') target.forgive(peerId);
      target.emitChange('p2p-connection-state-change', { peerId, state });
    },
    onicerestart: (peerId) => target.emit('p2p-ice-restart', { peerId }),
    onrebuild: (peerId, generation) => target.emit('p2p-rebuild', { peerId, generation }),
    onpath: (peerId, path) => target.emit('p2p-connection-path', { peerId, ...path }),
    onstats: (peerId, report) => target.judge(peerId, report),
    onunreachable: (peerId) => fail('ice-failed', peerId),
    ongiveup: (peerId) => fail('peer-unavailable', peerId),
    onturnrefused: (peerId) => fail('turn-unavailable', peerId),
    onchat: (from, message) => conversation.receive(from, message),
    ondata: (from, message) => {
      if (!conversation.hear(from, message)) target.emit('p2p-data', { from, ...message });
    },
    onfiles: (id, channel) => files.attach(id, channel),
    onreload: (id) => files.end(id),
  };
}
