/**
 * Parts of the widget that are loaded when they are needed: every `import()` in widget/parts/. A part is one file. What it shares with
 * the module, it gets as an argument: a file of its own for that would be one more request at the start, and the module itself has more
 * than one address. Each build of a module knows the hashes of its parts; a part with parts of its own knows theirs.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { partPath } from '../../widget/parts/part-path.ts';
import { loadedBy } from './integrity.ts';
import type { Files } from './replace-directory.ts';

/** Builds one entry into one module under `fileName`. @returns what was made, and the source files in it. */
export type BuildModule = (
  entry: string,
  fileName: string,
  plugins: Plugin[],
) => Promise<{ readonly files: Files; readonly moduleIds: readonly string[] }>;

const SHARED = 'shared:';
/** In every module that has parts, so that they need not have it. */
const LOADER = fileURLToPath(new URL('../../widget/parts/load-part.ts', import.meta.url));
/** Not where it is a type. */
const IMPORT_CALL = /(?<!\btypeof )\bimport\('([^']+)'\)/g;

/** What a part takes from the module that loads it: from which file, under which name there and here. */
interface Taken {
  readonly from: string;
  readonly name: string;
  readonly local: string;
}

interface BuiltPart {
  readonly name: string;
  /** SHA-256 in base64: a third shorter than what pages get, and nothing in a module is as hard to compress. */
  readonly hash: string;
  readonly taken: readonly Taken[];
  readonly code: string;
}

/** What the module has already is not put into the part again. */
function sharing(moduleIds: ReadonlySet<string>): Plugin {
  return {
    name: 'shared-with-the-module',
    enforce: 'pre',
    async resolveId(source, importer) {
      // What a list of modules passes on would have to be shared as a whole: the part has the little that it uses of it itself.
      if (importer === undefined || importer.endsWith('/index.ts')) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      return found !== null && moduleIds.has(found.id) ? { id: SHARED + found.id, external: true } : null;
    },
  };
}

function namesIn(list: string): [name: string, local: string][] {
  const names = list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return names.map((text) => {
    const [name = '', local = name] = text.split(/\s+as\s+/);
    return [name, local];
  });
}

/** From a module with imports and exports to one whose default export takes the one and returns the other. */
function asFunction(code: string): { readonly code: string; readonly taken: readonly Taken[] } {
  const taken: Taken[] = [];
  const exported: string[] = [];
  const body = code
    .replaceAll(/^import\s*\{([^}]*)\}\s*from\s*"shared:([^"]+)";?$/gm, (_all, list: string, from: string) => {
      for (const [name, local] of namesIn(list)) taken.push({ from, name, local });
      return '';
    })
    // Of these it takes nothing: they have run when the module has.
    .replaceAll(/^import\s*"shared:[^"]+";?$/gm, '')
    .replaceAll(/^export\s*\{([^}]*)\};?$/gm, (_all, list: string) => {
      for (const [local, name] of namesIn(list)) exported.push(`${name}: ${local}`);
      return '';
    });
  const [other] = /^\s*(?:import|export)\b.*/m.exec(body) ?? [];
  if (other !== undefined) throw new Error(`a part has an import or an export of another kind: ${other.trim()}`);
  const parameters = taken.map(({ local }) => local).join(', ');
  return { code: `export default ([${parameters}]) => {\n${body}\nreturn { ${exported.join(', ')} };\n};\n`, taken };
}

/** Where the parts that are not built yet are loaded from. */
const WITHOUT: Plugin = {
  name: 'without-parts',
  enforce: 'pre',
  transform: (code, id) => (isPartsModule(id) ? { code: code.replaceAll(IMPORT_CALL, 'null'), map: null } : null),
};

function isPartsModule(id: string): boolean {
  return id.includes('/widget/parts/');
}

function withParts(parts: ReadonlyMap<string, BuiltPart>): Plugin {
  return {
    name: 'with-parts',
    enforce: 'pre',
    transform(code, id) {
      if (!isPartsModule(id) || code.search(IMPORT_CALL) < 0) return null;
      const imports = ["import { loadPart } from './load-part.ts';"];
      const loads = code.replaceAll(IMPORT_CALL, (_all, source: string) => {
        const part = parts.get(resolve(dirname(id), source));
        if (part === undefined) throw new Error(`${source} was not built`);
        const shared = part.taken.map(({ from, name }, i) => {
          const local = `shared${imports.length}_${i}`;
          imports.push(`import { ${name} as ${local} } from ${JSON.stringify(from)};`);
          return local;
        });
        return `loadPart('${part.name}', '${part.hash}', [${shared.join(', ')}])`;
      });
      return { code: `${imports.join('\n')}\n${loads}`, map: null };
    },
  };
}

/** @param built the part as a module. */
async function partOf(name: string, built: string, minified: (code: string) => Promise<string>): Promise<BuiltPart> {
  const { code, taken } = asFunction(built);
  const small = wholeCode(name, await minified(code));
  return { name, hash: createHash('sha256').update(small).digest('base64'), taken, code: small };
}

/** The parts that these modules load, and those that the parts load. @param known what the module of all of them has. */
async function partsOf(
  moduleIds: readonly string[],
  known: ReadonlySet<string>,
  build: BuildModule,
  minified: (code: string) => Promise<string>,
): Promise<ReadonlyMap<string, BuiltPart>> {
  const parts = new Map<string, BuiltPart>();
  for (const id of moduleIds.filter(isPartsModule)) {
    for (const [, source = ''] of readFileSync(id, 'utf8').matchAll(IMPORT_CALL)) {
      const path = resolve(dirname(id), source);
      const name = basename(path, '.ts');
      const alone = await build(path, name, [sharing(known), WITHOUT]);
      const own = await partsOf(alone.moduleIds, known, build, minified);
      for (const [inner, part] of own) parts.set(inner, part);
      const { files } = own.size === 0 ? alone : await build(path, name, [sharing(known), withParts(own)]);
      parts.set(path, await partOf(name, String(files.get(name)), minified));
    }
  }
  return parts;
}

/** @throws when a part would load another file, which no hash would cover. */
function wholeCode(name: string, code: string): string {
  const loaded = loadedBy(code);
  if (loaded !== null) throw new Error(`the part ${name} loads another file: ${loaded}`);
  return code;
}

/** Builds every part that `entry` may load. @param minified for the code of a part.
 *  @returns their files, and what makes the module of `entry` load them. */
export async function buildParts(
  entry: string,
  build: BuildModule,
  minified: (code: string) => Promise<string>,
): Promise<{ readonly files: Files; readonly plugin: Plugin }> {
  const { moduleIds } = await build(entry, 'without-parts.js', [WITHOUT]);
  const parts = await partsOf(moduleIds, new Set([...moduleIds, LOADER]), build, minified);
  const files = new Map(
    [...parts.values()].map(({ name, hash, code }) => [partPath(name, hash).slice('./'.length), code]),
  );
  return { files, plugin: withParts(parts) };
}
