/** What the Worker says of its own settings at `/v1/health`, as words for the person who starts it. Knows no server and no setting. */

export interface HealthReport {
  /** What is wrong: with any of these, nobody can connect. */
  readonly problems: readonly string[];
  /** What is missing without being wrong. */
  readonly hints: readonly string[];
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((text) => typeof text === 'string') : [];
}

/** @param body what `/v1/health` answered, decoded from JSON. @returns null when that was not the Worker. */
export function readHealthReport(body: unknown): HealthReport | null {
  if (typeof body !== 'object' || body === null || !('ok' in body) || typeof body.ok !== 'boolean') return null;
  const report = {
    problems: textsOf('problems' in body ? body.problems : []),
    hints: textsOf('hints' in body ? body.hints : []),
  };
  return body.ok || report.problems.length > 0 ? report : { ...report, problems: ['/v1/health does not say why.'] };
}

/** '' when nothing is wrong. */
export function problemText({ problems }: HealthReport): string {
  if (problems.length === 0) return '';
  const list = problems.map((problem) => `  - ${problem}`).join('\n');
  return `The Worker refuses everyone, because a setting is wrong (see wrangler.toml and .dev.vars.example):\n${list}`;
}

/** '' when nothing is missing. */
export function hintText({ hints }: HealthReport): string {
  if (hints.length === 0) return '';
  return `Before others use it:\n${hints.map((hint) => `  - ${hint}`).join('\n')}`;
}
