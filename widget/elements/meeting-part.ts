/** Meeting by texts, as it is loaded: one control for an element, its card and its style sheet. */
import type { TemplateResult } from 'lit';
import { meetingCard } from './meeting.ts';
import { MeetingControl, type MeetingHost } from './meeting-control.ts';
import { meeting } from './styles/meeting.ts';

export interface MeetingPart {
  readonly styles: typeof meeting;
  card(): TemplateResult;
}

const PARTS = new WeakMap<MeetingHost, MeetingPart>();

export function meetingOf(host: MeetingHost): MeetingPart {
  const existing = PARTS.get(host);
  if (existing !== undefined) return existing;
  const control = new MeetingControl(host);
  const made = { styles: meeting, card: () => meetingCard(control) };
  PARTS.set(host, made);
  return made;
}
