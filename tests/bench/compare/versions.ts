/** Versions of what runs. Knows no part. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/tools.ts';

/** Of a package that the repository brings. */
export function ownVersion(name: string): string {
  const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

export const NODE = process.version.slice(1);
