/** The self-test and the figures for a bug report: most calls need neither. */
import type { DiagnosedCall, Diagnostics } from '../diagnostics/call-diagnostics.ts';
import type { SelfTestOptions, SelfTestReport, SelfTestTarget } from '../diagnostics/self-test-types.ts';

const load = () => import('../diagnostics/diagnostics.ts');

export async function runSelfTest(target: SelfTestTarget, options: SelfTestOptions): Promise<SelfTestReport> {
  return (await load()).runSelfTest(target, options);
}

export async function diagnose(call: DiagnosedCall, events: Readonly<Record<string, number>>): Promise<Diagnostics> {
  return (await load()).diagnose(call, events);
}
