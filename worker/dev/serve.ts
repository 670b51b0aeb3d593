/**
 * The part of `npm start` that runs on the pinned Node: builds the widget, starts the Worker, tells the person in plain
 * words what to do, and ends everything when asked to.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DevServer, root } from './dev-server.ts';
import { hintText, problemText } from './health-report.ts';
import { isPortFree, portFrom } from './ports.ts';

const DEFAULT_PORT = 8787;
const HEALTH_INTERVAL_MS = 3_000;
const MOST_MISSED_HEALTH_CHECKS = 3;

function fail(error: unknown): never {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function build(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'worker', 'dev', 'build.mjs')], { cwd: root, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('The widget could not be built; the reason is above.'));
    });
  });
}

/** Resolves when somebody wants us to end: Ctrl-C, a signal, a closed terminal, or the death of the command that started us. */
function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    process.on('disconnect', () => resolve());
  });
}

/** Resolves to the reason when the Worker has stopped by itself. A few missed answers are forgiven: a reload takes a moment. A setting
 *  that is changed meanwhile, and wrong, is told and can be mended. */
async function waitForEnd(server: DevServer): Promise<string> {
  const exited = server.exited.then(({ code, signal }) => `wrangler: ${signal ?? `exit code ${code}`}`);
  let missedCount = 0;
  let told = '';
  while (missedCount < MOST_MISSED_HEALTH_CHECKS) {
    const ended = await Promise.race([exited, delay(HEALTH_INTERVAL_MS)]);
    if (ended !== undefined) return ended;
    const report = await server.health();
    missedCount = report === null ? missedCount + 1 : 0;
    const problem = report === null ? told : problemText(report);
    if (problem !== told && problem !== '') console.error(`\n${problem}\n`);
    told = problem;
  }
  return 'it does not answer any more';
}

async function main(): Promise<void> {
  const stopRequested = waitForStop().then(() => 'stop' as const);
  const port = portFrom(process.env['PORT'], DEFAULT_PORT);
  // Asked before the build, which takes some seconds, so that nobody waits for a refusal.
  if (!(await isPortFree(port))) {
    throw new Error(
      `Port ${port} is in use by another program. End it, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  console.log('Building the widget ...');
  if ((await Promise.race([build(), stopRequested])) === 'stop') return;

  console.log('Starting the Worker ...');
  const starting = DevServer.start({ port, onerrorline: (line) => console.error(line) });
  const server = await Promise.race([starting, stopRequested]);
  if (server === 'stop') {
    await (await starting).stop();
    return;
  }
  console.log(`
p2p-call runs on this computer. Open this link:

    ${server.url}/

Press "Start a call" there and open the link of the room in a second tab: that is a call between two people.
Two calls side by side in one page, without any server:  ${server.url}/demo
A shop with a support desk, and the console that answers:  ${server.url}/demo/shop and ${server.url}/desk

Ctrl-C ends it. The Worker's own messages are in .wrangler/dev.log
`);
  const hints = hintText((await server.health()) ?? { problems: [], hints: [] });
  if (hints !== '') console.log(`${hints}\n`);
  const ended = await Promise.race([waitForEnd(server), stopRequested.then(() => null)]);
  if (ended === null) console.log('\nStopping ...');
  await server.stop();
  if (ended !== null) throw new Error(`The Worker stopped by itself (${ended}); see .wrangler/dev.log`);
}

main().then(() => process.exit(0), fail);
