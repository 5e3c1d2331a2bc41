import { toPrintable } from './printable.ts';

/** Writes lines to a stream, in which text of events may stand. */
export function linesTo(stream: { readonly write: (text: string) => unknown }): (line: string) => void {
  return (line) => {
    stream.write(`${toPrintable(line)}\n`);
  };
}
