/** What can happen in a life of a room, as data. It must not know what comes of it. */

/** One thing that happens in a life of a room; `who` counts those who came in, in a circle. */
export type Op =
  | { readonly op: 'join'; readonly capacity: number }
  | { readonly op: 'resume' | 'reload'; readonly who: number }
  | { readonly op: 'drop' | 'vanish' | 'bye' | 'close-page' | 'again'; readonly who: number }
  | { readonly op: 'queue-drop' | 'queue-close-page' | 'queue-bye' | 'queue-return'; readonly who: number }
  | { readonly op: 'state' | 'rename'; readonly who: number; readonly value: number }
  | { readonly op: 'relay'; readonly who: number; readonly to: number }
  | { readonly op: 'lock' | 'lobby'; readonly who: number; readonly on: boolean }
  | { readonly op: 'admit' | 'reject' | 'kick' | 'mute'; readonly who: number; readonly to: number }
  | { readonly op: 'end'; readonly who: number }
  | { readonly op: 'wait'; readonly ms: number; readonly lateMs: number }
  | { readonly op: 'hibernate' | 'crash' | 'alarm' };

export function isModeration({ op }: Op): boolean {
  return /^(lock|lobby|admit|reject|kick|mute|end)$/.test(op);
}
