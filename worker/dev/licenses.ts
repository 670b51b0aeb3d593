/** The licences of what is bundled, as their authors ask: the text travels with every copy, here as /licenses.txt. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @returns the package that a bundled module belongs to; null for our own. */
export function packageOf(moduleId: string): string | null {
  const [, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(moduleId.replaceAll('\\', '/')) ?? [];
  return name ?? null;
}

/** @param packages names below node_modules of `root`. */
export function licensesText(root: string, packages: Iterable<string>): string {
  const texts = [...new Set(packages)].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  return [`p2p-call contains these packages.\n`, ...texts].join(`\n${'-'.repeat(72)}\n\n`);
}
