/**
 * What a part of the comparison has found: tables, and bars for the picture. Kept as one JSON file for each part, so that a part can be
 * measured again alone. Knows nothing of what is measured.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type as systemType } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/tools.ts';

export interface Table {
  readonly title: string;
  /** The first one names the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A figure that the picture shows: the shorter the bar the better, unless the title says so. */
export interface Bars {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly {
    readonly name: string;
    readonly value: number;
    /** Stands for the value where that is not the figure but a bound of it. */
    readonly text?: string;
  }[];
}

/** A goal, and whether it was reached. */
export interface Goal {
  readonly what: string;
  readonly found: string;
  readonly goal: string;
  readonly isReached: boolean;
}

/** What a part returns. */
export interface Findings {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  readonly bars: readonly Bars[];
  /** Sentences under the tables: how it was measured, and what explains it. */
  readonly notes: readonly string[];
  /** What ran, with its version. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: string;
}

export interface PartResult extends Findings {
  readonly part: string;
  /** When it was measured, `2026-11-21`. */
  readonly date: string;
  readonly machine: string;
  /** Load of the machine over a minute, before and after: a part that was measured beside something else says so. */
  readonly load: readonly [number, number];
  readonly tookMs: number;
}

const DIRECTORY = join(root, 'tests', 'bench', 'results');

function machine(): string {
  const [cpu] = cpus();
  const memoryGb = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memoryGb} GB, ${systemType()} ${release()} ${arch()}`;
}

export const loadNow = (): number => loadavg()[0] ?? Number.NaN;

export function keep(part: string, findings: Findings, tookMs: number, loadBefore: number): void {
  mkdirSync(DIRECTORY, { recursive: true });
  const result: PartResult = {
    ...findings,
    part,
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    load: [loadBefore, loadNow()],
    tookMs,
  };
  writeFileSync(join(DIRECTORY, `${part}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

/** @returns null where the part was never measured here. */
export function kept(part: string): PartResult | null {
  const file = join(DIRECTORY, `${part}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PartResult) : null;
}
