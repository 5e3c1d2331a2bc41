import type { Literal } from 'acorn';
import { Regex } from '../evaluate/regex.ts';
import { UnsupportedPattern } from '../evaluate/regex-syntax.ts';
import type { RegexTerm } from '../term.ts';
import type { Reader } from './reader.ts';
import { reject } from './source.ts';

export function readRegex({ source }: Reader, node: Literal): RegexTerm {
  const { pattern, flags } = node.regex ?? { pattern: '', flags: '' };
  try {
    return { kind: 'regex', source: pattern, flags: [...flags].sort().join(''), regex: new Regex(pattern, flags) };
  } catch (error) {
    if (!(error instanceof UnsupportedPattern)) throw error;
    return reject(source, node, `this regular expression ${error.message}, write it without`);
  }
}
