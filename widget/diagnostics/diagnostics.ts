/** The part that finds out whether calls work, and how one goes. Loaded when it is asked for: see widget/parts/diagnostics.ts. */
export { diagnose } from './call-diagnostics.ts';
export { runSelfTest } from './self-test.ts';
