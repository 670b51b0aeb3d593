/** Runs the command line tools of `node_modules` on the pinned Node, without npm or a shell between. Knows no lane and no rule. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessGroup } from '../../worker/dev/process-group.ts';

/** The root of the working tree. */
export const root = join(import.meta.dirname, '..', '..');

const running = new Set<ProcessGroup>();

/** Where a package keeps the script of one of its commands. @throws if it has no such command. */
function scriptOf(packageName: string, command: string): string {
  const directory = join(root, 'node_modules', packageName);
  const manifest: { bin?: string | Record<string, string> } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  );
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[command];
  if (script === undefined || !existsSync(join(directory, script)))
    throw new Error(`${packageName} has no command ${command}.`);
  return join(directory, script);
}

/** Runs a script on this Node with our terminal; resolves to its exit code, 1 if it was killed. */
export async function runScript(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const group = new ProcessGroup(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  running.add(group);
  const { code } = await group.exited;
  // What a tool left behind (a server, a browser) must not outlive it.
  await group.stop();
  running.delete(group);
  return code ?? 1;
}

/** Runs a command of a package. @see runScript */
export function runTool(
  packageName: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
  command = packageName,
): Promise<number> {
  return runScript(scriptOf(packageName, command), args, env);
}

/** Ends everything that runs when somebody wants us to end, and us. To be called once, first. */
export function stopToolsOnSignal(): void {
  let isStopping = false;
  // Ctrl-C often comes twice: from the terminal, and from npm. The second must not cut the first short.
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    void Promise.allSettled([...running].map((group) => group.stop())).then(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.once('disconnect', stop);
}
