import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export const root = resolve(import.meta.dirname, '../..');

/** A module of the repository, with what it imports. Paths are relative to the repository, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Modules of the repository, by value, type or dynamic import. */
  readonly imports: readonly string[];
  /** `undici`, `@scope/name`, `node:fs`. */
  readonly packages: readonly string[];
}

export function readSourceFiles(folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => pathsOf(join(root, folder), /\.ts$/)).map(readSourceFile);
}

/** Every file below a folder whose path matches, in order; an absent folder has none. */
export function pathsOf(folder: string, pattern: RegExp): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => pattern.test(path) && statSync(path).isFile())
    .map((path) => relative(root, path).split(sep).join('/'))
    .sort();
}

function readSourceFile(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return {
    path,
    text,
    imports: specifiers.filter((s) => s.startsWith('.')).map((s) => normalize(join(dirname(path), s))),
    packages: specifiers.filter((s) => !s.startsWith('.')).map(toPackageName),
  };
}

function toPackageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
