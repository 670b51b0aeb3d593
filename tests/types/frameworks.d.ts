/** The parts of Vue and Svelte that our types extend; the packages themselves would be large for that. */
declare module 'vue' {
  // oxlint-disable-next-line typescript/no-empty-interface
  export interface GlobalComponents {}
}

declare module 'svelte/elements' {
  export interface HTMLAttributes<Target extends EventTarget> {
    readonly class?: string | null;
    readonly onclick?: ((event: MouseEvent & { readonly currentTarget: Target }) => void) | null;
  }
  // oxlint-disable-next-line typescript/no-empty-interface
  export interface SvelteHTMLElements {}
}
