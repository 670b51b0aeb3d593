/** Runs the short commands of the lab (`ip`, `nft`) and says in words what went wrong. Knows no topology. */
import { spawnSync } from 'node:child_process';

/**
 * Runs a command to its end.
 * @param input goes to its stdin.
 * @returns what it wrote on stdout.
 * @throws with the command and its stderr if it fails.
 */
export function run(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (error) throw new Error(`${command} could not be run: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${status}): ${stderr.trim()}\n${input}`);
  return stdout;
}

/** Runs several `ip` commands in one process, which keeps them within a few ms of each other. Stops at the first that fails. */
export function ipBatch(lines: readonly string[], namespace?: string): void {
  run('ip', [...(namespace === undefined ? [] : ['-n', namespace]), '-batch', '-'], `${lines.join('\n')}\n`);
}
