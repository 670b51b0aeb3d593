/** What the versioned copy of the loader loads, by its hash; the build puts it here (worker/dev/build.ts). Null in the other one. */

export interface Pinned {
  /** Name of the module beside this script. */
  readonly fileName: string;
  readonly integrity: string;
}

export const PINNED: Pinned | null = null;
