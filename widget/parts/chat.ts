/** The chat panel: asked for as soon as one is in the call, and not needed before. */
export function loadChat(): Promise<typeof import('../elements/chat-part.ts')> {
  return import('../elements/chat-part.ts');
}
