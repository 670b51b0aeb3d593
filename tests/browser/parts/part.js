globalThis.partRunCount = (globalThis.partRunCount ?? 0) + 1;
export default (shared) => ({ shared });
