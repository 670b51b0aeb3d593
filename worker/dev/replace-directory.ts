/**
 * Makes a directory hold exactly the given files, each changed in one step and only if its content changed. A server that
 * serves the directory, or a second build at the same time, never sees it empty or a file half written.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Contents by path, with `/` between folders. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

function writeIfChanged(path: string, content: Buffer): void {
  if (existsSync(path) && readFileSync(path).equals(content)) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}

export function replaceDirectory(directory: string, files: Files): void {
  for (const [path, content] of files) writeIfChanged(join(directory, path), Buffer.from(content));
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (!files.has(path.slice(directory.length + 1).replaceAll(sep, '/'))) rmSync(path, { force: true });
  }
}
