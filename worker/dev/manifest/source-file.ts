/** TypeScript files as syntax trees with their doc comments, and the way from a name to what it stands for. Knows no element. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type Class,
  type Comment,
  type ModuleExportName,
  type Program,
  type Span,
  type Statement,
  type TSInterfaceDeclaration,
  type TSTypeAliasDeclaration,
  type VariableDeclarator,
  parseSync,
} from 'oxc-parser';
import { type DocComment, readDocComment } from './doc-comment.ts';

const root = resolve(import.meta.dirname, '../../..');

/** What of the things that a statement can declare is read here. */
export type Declared = Class | TSInterfaceDeclaration | TSTypeAliasDeclaration | VariableDeclarator;

export interface Found {
  readonly file: SourceFile;
  readonly node: Declared;
  /** Of the statement that declares it. */
  readonly doc: DocComment;
}

const files = new Map<string, SourceFile>();

function nameOf(name: ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name;
}

function declaredIn(statement: Statement, name: string): Declared | null {
  const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  switch (inner?.type) {
    case 'VariableDeclaration':
      return inner.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name) ?? null;
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return inner.id?.name === name ? inner : null;
    default:
      return null;
  }
}

export class SourceFile {
  readonly #path: string;
  readonly #text: string;
  readonly #program: Program;
  readonly #comments: readonly Comment[];

  private constructor(path: string) {
    this.#path = path;
    this.#text = readFileSync(path, 'utf8');
    const { program, comments, errors } = parseSync(path, this.#text);
    if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
    this.#program = program;
    this.#comments = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  }

  /** @param path from the root of the working tree, or absolute. */
  static read(path: string): SourceFile {
    const absolute = resolve(root, path);
    const file = files.get(absolute) ?? new SourceFile(absolute);
    files.set(absolute, file);
    return file;
  }

  /** A type or a value as people read it, on one line. */
  textOf({ start, end }: Span): string {
    return this.#text
      .slice(start, end)
      .replaceAll(/\/\*[^]*?\*\//g, '')
      .replaceAll(/\breadonly /g, '')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/; \}/g, ' }')
      .replace(/^\| /, '')
      .trim();
  }

  /** The doc comment that ends where the node begins. */
  docOf({ start }: Span): DocComment {
    const comment = this.#comments.find(({ end }) => end <= start && this.#text.slice(end, start).trim() === '');
    return readDocComment(comment?.value ?? '');
  }

  /** What a name stands for: declared here, or where it comes from; null for what a package brings. */
  find(name: string): Found | null {
    for (const statement of this.#program.body) {
      const node = declaredIn(statement, name);
      if (node !== null) return { file: this, node, doc: this.docOf(statement) };
    }
    for (const statement of this.#program.body) {
      const found = this.#follow(statement, name);
      if (found !== null) return found;
    }
    return null;
  }

  #follow(statement: Statement, name: string): Found | null {
    if (statement.type === 'ExportAllDeclaration') return this.#open(statement.source.value)?.find(name) ?? null;
    if (statement.type === 'ImportDeclaration') {
      const specifier = statement.specifiers.find(({ local }) => local.name === name);
      if (specifier?.type !== 'ImportSpecifier') return null;
      return this.#open(statement.source.value)?.find(nameOf(specifier.imported)) ?? null;
    }
    if (statement.type !== 'ExportNamedDeclaration' || statement.source === null) return null;
    const specifier = statement.specifiers.find(({ exported }) => nameOf(exported) === name);
    return specifier ? (this.#open(statement.source.value)?.find(nameOf(specifier.local)) ?? null) : null;
  }

  #open(source: string): SourceFile | null {
    if (source === '#protocol') return SourceFile.read('worker/protocol/index.ts');
    return source.startsWith('.') ? SourceFile.read(join(dirname(this.#path), source)) : null;
  }
}
