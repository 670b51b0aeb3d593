/** Being called while the console is closed: after it has been opened. */
export function loadPush(): Promise<typeof import('../desk/push.ts')> {
  return import('../desk/push.ts');
}
