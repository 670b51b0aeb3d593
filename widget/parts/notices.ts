/** What a call has to say, from the note while one is alone to why it is over: asked for as soon as the first screen stands, for the time
 *  when the network is gone. */
export function loadNotices(): Promise<typeof import('../elements/notices-part.ts')> {
  return import('../elements/notices-part.ts');
}
