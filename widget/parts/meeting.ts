/** The card by which people meet without a server. */
import type { MeetingHost } from '../elements/meeting-control.ts';
import type { MeetingPart } from '../elements/meeting-part.ts';

export async function loadMeeting(host: MeetingHost): Promise<MeetingPart> {
  return (await import('../elements/meeting-part.ts')).meetingOf(host);
}
