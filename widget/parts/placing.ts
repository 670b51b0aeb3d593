/** The launcher, the floating window and the dialog, and what a `<p2p-call-button>` does: most calls stand in the page. */
export function loadPlacing(): Promise<typeof import('../elements/placing-part.ts')> {
  return import('../elements/placing-part.ts');
}
