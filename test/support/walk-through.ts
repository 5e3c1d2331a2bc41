import { blocksIn, readDocument } from './code-blocks.ts';

/** What a section of a document has its reader do. */
export interface WalkThrough {
  /** What is saved as `main.ts`. */
  readonly program: string;
  readonly steps: readonly Step[];
}

/** What is typed into a terminal at once. */
export interface Step {
  readonly commands: string;
  /** What the document shows of what they say; absent where it shows nothing. */
  readonly shown?: string;
}

/** Reads a section in which `ts` is the program, `sh` is typed, and `text` is what the commands before it say. */
export function readWalkThrough(path: string, title: string): WalkThrough {
  let program = '';
  const steps: Step[] = [];
  for (const { language, text } of blocksIn(readSection(path, title))) {
    if (language === 'ts') program += text;
    if (language === 'sh') steps.push({ commands: text });
    if (language === 'text') steps.push({ commands: '', ...steps.pop(), shown: text });
  }
  return { program, steps };
}

function readSection(path: string, title: string): string {
  const sections = readDocument(path).split(/^## /m);
  const found = sections.find((section) => section.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`${path}: there is no section '${title}'`);
  return found;
}
