/** What one evaluation may take, and how large the text of an expression may be. */
export const limits = {
  /** A step is about a microsecond at the worst. */
  steps: 100_000,
  /** Characters of any text that an expression builds. */
  text: 1024 * 1024,
  /** Elements of any array that an expression builds. */
  elements: 100_000,
  /** How deep a value may be nested that an expression turns into text, flattens, or answers. */
  depth: 500,
  /** Characters of the whole answer, about as JSON writes it. */
  answer: 16 * 1024 * 1024,
  /** Characters of an expression. */
  code: 64 * 1024,
  /** How deep an expression may be nested. */
  nesting: 250,
  /** Instructions of a compiled regular expression. */
  regex: 1_000,
} as const;
