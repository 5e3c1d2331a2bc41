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
  return documents.flatMap((path) => {
    const text = readDocument(path);
    return [...text.matchAll(/^```(\S+)\n([\s\S]*?)^```$/gm)]
      .filter((match) => match[1] === language)
      .map((match) => ({
        at: `${path}:${text.slice(0, match.index).split('\n').length}`,
        language,
        text: match[2] ?? '',
      }));
  });
}
