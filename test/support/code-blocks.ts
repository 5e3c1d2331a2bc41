import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathsOf, root } from './source-file.ts';

/** A fenced block of a document. */
export interface CodeBlock {
  /** `README.md:64` */
  readonly at: string;
  readonly language: string;
  readonly text: string;
}

export const documents: readonly string[] = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...pathsOf(join(root, 'docs'), /\.md$/),
];

export function readDocument(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function codeBlocks(language: string): CodeBlock[] {
  return documents.flatMap((path) =>
    blocksIn(readDocument(path))
      .filter((block) => block.language === language)
      .map(({ line, text }) => ({ at: `${path}:${line}`, language, text })),
  );
}

/** The blocks of a text, in their order, and the line at which each begins. */
export function blocksIn(text: string): { readonly line: number; readonly language: string; readonly text: string }[] {
  return [...text.matchAll(/^```(\S+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    language: match[1] ?? '',
    text: match[2] ?? '',
  }));
}
