/**
 * The versioned copies of the modules, for pages that load them by hash (subresource integrity): the same bytes under an address that
 * never changes its content. One hash vouches for what is in one file, and for what that file checks by hashes of its own: that there
 * is nothing else is checked here.
 * @see https://www.w3.org/TR/sri-2/
 */
import { createHash } from 'node:crypto';
import type { Files } from './replace-directory.ts';

/** The content of `integrity.json`. */
export interface Integrity {
  readonly version: string;
  /** `sha384-...` by path. */
  readonly files: Readonly<Record<string, string>>;
}

export function integrityOf(content: string | Uint8Array): string {
  return `sha384-${createHash('sha384').update(content).digest('base64')}`;
}

/** Every way in which a module loads another one. Comments and texts in it count too: better a false alarm than a gap. */
const LOADS =
  /\bimport\s*\(|\bimport\s*["'{*]|\bimport\s+[\w$]+\s*(?:,|from\b)|\bfrom\s*["']|\bimportScripts\b|\bnew\s+(?:Shared)?Worker\b/;

/** A worker whose code stands in the module itself, as disk-thread.ts in widget/data/files/ makes it, and the minifier puts it. */
const OWN_WORKER = /\bnew Worker\((?!["'`])(?=[^]{0,250}\(URL\.createObjectURL\(new Blob\(\[`)/g;

/** @returns what the module loads at run time, as it stands in the code; null when it is whole. */
export function loadedBy(code: string): string | null {
  const match = LOADS.exec(code.replaceAll(OWN_WORKER, ''));
  return match === null ? null : code.slice(match.index, match.index + 60);
}

/** The one way in which a module may load more: what a link has checked against a hash before (widget/parts/checked-load.ts). */
const CHECKED_LOAD = /\bimport\(\w+\.href\)/;

/** Name of the copy of this version. */
export function copyName(fileName: string, version: string): string {
  return fileName.replace(/\.js$/, `@${version}.js`);
}

/** The versioned copies of these modules with `integrity.json`, and the `_redirects` under which their addresses are found.
 *  @throws when a module loads another file, which no hash would cover. */
export function versionedFiles(built: Files, fileNames: readonly string[], version: string): Files {
  const copies = new Map<string, string | Uint8Array>();
  const files: Record<string, string> = {};
  const rewrites: string[] = [];
  for (const fileName of fileNames) {
    const content = built.get(fileName);
    if (typeof content !== 'string') throw new Error(`${fileName} was not built`);
    const loaded = loadedBy(content.replace(CHECKED_LOAD, ''));
    if (loaded !== null) throw new Error(`${fileName} loads another file, which its hash does not cover: ${loaded}`);
    const copy = copyName(fileName, version);
    copies.set(copy, content);
    files[`/${copy}`] = integrityOf(content);
    // The assets of a Worker redirect `@` to `%40`, which a page would wait for.
    rewrites.push(`/${copy} /${encodeURIComponent(copy)} 200`);
  }
  const integrity: Integrity = { version, files };
  copies.set('integrity.json', `${JSON.stringify(integrity, null, 2)}\n`);
  copies.set('_redirects', `${rewrites.join('\n')}\n`);
  return copies;
}

/** The tag to paste. */
export function scriptTag(origin: string, { version, files }: Integrity): string {
  const path = `/${copyName('p2p-call.js', version)}`;
  return `<script type="module" src="${origin}${path}" integrity="${files[path]}" crossorigin="anonymous"></script>`;
}
