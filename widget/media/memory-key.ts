/** Where the choice of devices is kept in the `localStorage`. Alone in its file, for whoever only looks whether there is one. */
export const MEMORY_KEY = 'p2p-call:devices';
