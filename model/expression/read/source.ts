import type { Node } from 'acorn';
import { InvalidSpecError } from '../../invalid-spec-error.ts';

/** The text that is read, and where it was written. */
export interface Source {
  readonly text: string;
  /** Construct path and option. */
  readonly at: string;
}

/** Refuses a part of the source: what is wrong, the fix, and the line with the part marked. */
export function reject({ text, at }: Source, node: Pick<Node, 'start' | 'end'>, what: string): never {
  const start = text.lastIndexOf('\n', node.start - 1) + 1;
  const line = text.slice(start).split('\n', 1)[0] ?? '';
  const indent = line.length - line.trimStart().length;
  const column = node.start - start;
  const width = Math.max(1, Math.min(node.end, start + line.length) - node.start);
  const shown = window(line.trim(), { column: column - indent, width });
  throw new InvalidSpecError(
    `${at}: ${what}\n  ${shown.line}\n  ${' '.repeat(shown.column)}${'^'.repeat(shown.width)}`,
  );
}

/** At most 120 characters of a line around the marked ones. */
function window(line: string, { column, width }: { column: number; width: number }) {
  if (line.length <= 120) return { line, column, width };
  const from = Math.max(0, Math.min(column - 30, line.length - 120));
  return { line: line.slice(from, from + 120), column: column - from, width: Math.min(width, 120 - (column - from)) };
}
