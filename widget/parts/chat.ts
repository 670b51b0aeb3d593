/** The chat panel: asked for as soon as one is in the call, and not needed before. */
import type { ChatPart } from '../elements/chat-part.ts';
import type { FilesHost } from '../elements/files-control.ts';

export async function loadChat(host: FilesHost): Promise<ChatPart> {
  return (await import('../elements/chat-part.ts')).chatOf(host);
}
