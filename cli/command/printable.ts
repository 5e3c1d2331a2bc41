/** What a terminal obeys, or shows in another order: C0, DEL and C1, what ends a line, and what directs text. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Text of somebody else as a terminal shows it and does not obey it: `\u001b` for an escape. Text that is JSON, in one line,
 * has the same value after it.
 */
export function toPrintable(text: string): string {
  return text.replaceAll(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same, but for the ends of its lines. */
export function toPrintableLines(text: string): string[] {
  return text.split(/\r?\n/).map(toPrintable);
}
