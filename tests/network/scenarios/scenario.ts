/** What a scenario is, and what it is given. Knows no single one. */
import type { BrowserName } from '../../support/browsers.ts';
import type { Random } from '../../support/random.ts';
import type { CallSetup, Lab } from '../lab.ts';
import type { LabCall } from '../lab-call.ts';
import type { Series, SeriesOptions } from '../measure/series.ts';

/** Two browsers, by the names that the report uses. */
export const PAIRS = {
  'Ch-Ch': ['chromium', 'chromium'],
  'Ch-FF': ['chromium', 'firefox'],
  'FF-FF': ['firefox', 'firefox'],
} as const satisfies Record<string, readonly [BrowserName, BrowserName]>;

export type PairName = keyof typeof PAIRS;

export const ALL_PAIRS: readonly PairName[] = ['Ch-Ch', 'Ch-FF', 'FF-FF'];

export interface ScenarioContext {
  readonly lab: Lab;
  /** The short selection, in which all scenarios together take about five minutes. */
  readonly isCi: boolean;
  /** By how much a time may exceed what it is to be; the limits of goals are multiplied already. */
  readonly timeFactor: number;
  readonly random: Random;
  /** How often to do the same: what the command line says, else one of these. */
  rounds(whole: number, ci: number): number;
  /** How long a lasting fault lasts: what the command line says, else one of these. */
  durationMs(wholeMs: number, ciMs: number): number;
  /** A new row of the report. */
  series(options: SeriesOptions): Series;
  /** One call from its start to its end. What `work` throws is a failure of the first row; the pages' notes are then kept in a file. */
  withCall(
    rows: readonly Series[],
    names: readonly BrowserName[],
    setup: CallSetup,
    work: (call: LabCall) => Promise<void>,
  ): Promise<void>;
}

export interface Scenario {
  /** What the command line calls it. */
  readonly name: string;
  /** What is done, in a sentence. */
  readonly title: string;
  /** Whether none other may run beside it: it measures the laboratory itself, or gaps of a fraction of a second. */
  readonly isAlone?: true;
  run(context: ScenarioContext): Promise<void>;
}
