/** Where the element gets its call from. Tests put a scripted call here; it is no public API. */
import { Call } from '../call/call.ts';
import type { CallFactory } from './call-model.ts';

export const callFactory: { create: CallFactory } = { create: (options) => new Call(options) };
