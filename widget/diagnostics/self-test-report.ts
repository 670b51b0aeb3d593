/** The table of checks while a self-test runs, and what it says as a whole, also as text. Knows no browser. */
import { VERSION } from './version.ts';
import {
  CHECK_IDS,
  type CheckId,
  type Detail,
  type Outcome,
  type SelfTestCheck,
  type SelfTestReport,
} from './self-test-types.ts';

function figuresText(detail: Detail): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function lineOf({ id, state, detail, advice }: SelfTestCheck): string {
  const rest = [advice === null ? '' : `(${advice})`, figuresText(detail)].filter((text) => text !== '').join(' ');
  return `${id.padEnd(18)} ${state.padEnd(7)} ${rest}`.trimEnd();
}

export class SelfTestTable {
  readonly #checks = new Map<CheckId, SelfTestCheck>(
    CHECK_IDS.map((id) => [id, { id, state: 'waiting', detail: {}, advice: null }]),
  );
  readonly #browser: string;
  readonly #onchange: (report: SelfTestReport, changed: SelfTestCheck) => void;

  /** @param browser its name, without anything that tells persons apart. */
  constructor(browser: string, onchange: (report: SelfTestReport, changed: SelfTestCheck) => void) {
    this.#browser = browser;
    this.#onchange = onchange;
  }

  start(id: CheckId): void {
    this.#put({ id, state: 'running', detail: {}, advice: null });
  }

  end(id: CheckId, { state, detail = {}, advice }: Outcome): void {
    this.#put({ id, state, detail, advice: advice ?? null });
  }

  get report(): SelfTestReport {
    const checks = [...this.#checks.values()];
    const has = (...states: SelfTestCheck['state'][]): boolean => checks.some(({ state }) => states.includes(state));
    const worst = has('failed') ? 'failed' : has('warned') ? 'warned' : 'passed';
    const state = has('waiting', 'running') ? 'running' : worst;
    const head = `p2p-call ${VERSION}, ${this.#browser}: self-test ${state}`;
    return { state, checks, text: [head, ...checks.map(lineOf)].join('\n') };
  }

  #put(check: SelfTestCheck): void {
    this.#checks.set(check.id, check);
    this.#onchange(this.report, check);
  }
}
