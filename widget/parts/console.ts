/** What a console needs when there is a call, a message is read, or something is set: not before somebody is at work. */
export function loadConsole(): Promise<typeof import('../console/more-part.ts')> {
  return import('../console/more-part.ts');
}
