/**
 * `npm run bench`: measures p2p-call beside what a user would take instead, and writes tests/bench/RESULTS.md. `npm run bench -- compare
 * signaling` measures one part again (compare/compare.ts); `npm run bench -- hostile`, `-- abuse`, `-- files` and `-- desk` are other
 * benchmarks (hostile.ts, abuse/abuse.ts, files.ts, desk.ts).
 */
import { benchAbuse } from './abuse/abuse.ts';
import { benchCompare } from './compare/compare.ts';
import { benchDesk } from './desk.ts';
import { benchFiles } from './files.ts';
import { benchHostile } from './hostile.ts';

const [name = 'compare', ...rest] = process.argv.slice(2);

/** Each resolves with whether all that it judges is good. */
const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<boolean>>> = {
  compare: benchCompare,
  desk: benchDesk,
  abuse: benchAbuse,
  hostile: (args) => benchHostile(args).then(() => true),
  files: (args) => benchFiles(args).then(() => true),
};

const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`There is no ${name}: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
process.exit((await bench(rest)) ? 0 : 1);
