/** What JavaScript's pattern says and RE2 cannot do, or does not do in linear time. */
export class UnsupportedPattern extends Error {}

const lineEnds = '\\n\\r\\x{2028}\\x{2029}';
const spaces =
  '\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const anything = '\\x00-\\x{10FFFF}';

/** A pattern of a JavaScript regular expression in RE2's syntax. The pattern is well-formed: a parser accepted it. */
export function toRe2(pattern: string, flags: string): string {
  const unicode = flags.includes('u');
  let result = '';
  let inClass = false;
  for (let i = 0; i < pattern.length; ) {
    const rest = pattern.slice(i);
    const [text, length] = inClass ? classToken(rest, unicode) : token(rest, { pattern, flags });
    if (inClass) inClass = rest[0] !== ']';
    else inClass = rest[0] === '[' && !/^\[\^?\]/.test(rest);
    result += text;
    i += length;
  }
  const on = (flags.includes('i') ? 'i' : '') + (flags.includes('m') ? 'm' : '');
  return `${on && `(?${on})`}${result}`;
}

type Token = readonly [text: string, length: number];

function token(rest: string, { pattern, flags }: { pattern: string; flags: string }): Token {
  const refused = refusal(rest, pattern);
  if (refused) throw new UnsupportedPattern(refused);
  if (rest[0] === '\\') return escaped(rest, flags.includes('u'), false);
  if (rest.startsWith('[^]')) return [`[${anything}]`, 3];
  if (rest.startsWith('[]')) return [`[^${anything}]`, 2];
  if (rest.startsWith('[^')) return ['[^', 2];
  if (rest.startsWith('(?<')) return ['(?P<', 3];
  if (rest[0] === '.') return [flags.includes('s') ? `[${anything}]` : `[^${lineEnds}]`, 1];
  if (rest[0] === ']' || (rest[0] === '{' && !/^\{\d+(,\d*)?\}/.test(rest))) return [literal(rest), 1];
  return asIs(rest);
}

function classToken(rest: string, unicode: boolean): Token {
  if (rest[0] === '\\') return escaped(rest, unicode, true);
  return /^[[&~^]/.test(rest) ? [literal(rest), 1] : asIs(rest);
}

function refusal(rest: string, pattern: string): string | undefined {
  if (/^\(\?<?[=!]/.test(rest))
    return 'looks ahead or behind: `(?=`, `(?!`, `(?<=` and `(?<!` do not run in linear time';
  if (/^\(\?[a-z-]/.test(rest)) return 'changes flags inside the pattern';
  if (/^\\[1-9]/.test(rest) || (/^\\k</.test(rest) && pattern.includes('(?<')))
    return 'refers back to a group, which does not run in linear time';
  return undefined;
}

function escaped(rest: string, unicode: boolean, inClass: boolean): Token {
  const code =
    /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/i.exec(rest) ?? (unicode ? /^\\u\{([0-9a-f]+)\}/i.exec(rest) : null);
  if (code) return [`\\x{${code[1] ?? code[2]}}`, code[0].length];
  const control = /^\\c([a-z])/i.exec(rest);
  if (control?.[1]) return [hex(control[1].charCodeAt(0) % 32), 3];
  if (/^\\0(?!\d)/.test(rest)) return [hex(0), 2];
  if (/^\\\d/.test(rest)) throw new UnsupportedPattern('has an octal escape');
  const property = unicode ? /^\\p\{\w+\}/i.exec(rest) : null;
  if (property) return [property[0], property[0].length];
  if (unicode && /^\\p/i.test(rest)) throw new UnsupportedPattern('names a property of characters that is not known');
  const text = inClass ? classEscape(rest[1]) : plainEscape(rest[1]);
  return text === undefined ? [literal(rest.slice(1)), 1 + asIs(rest.slice(1))[1]] : [text, 2];
}

function plainEscape(letter: string | undefined): string | undefined {
  if (letter === 's') return `[${spaces}]`;
  if (letter === 'S') return `[^${spaces}]`;
  return letter && /[dDwWbBtnvfr]/.test(letter) ? `\\${letter}` : undefined;
}

function classEscape(letter: string | undefined): string | undefined {
  if (letter === 's') return spaces;
  if (letter === 'S') throw new UnsupportedPattern('has `\\S` inside brackets');
  if (letter === 'b') return hex(8);
  return letter && /[dDwWtnvfr]/.test(letter) ? `\\${letter}` : undefined;
}

function literal(rest: string): string {
  return hex(rest.codePointAt(0) ?? 0);
}

function hex(point: number): string {
  return `\\x{${point.toString(16)}}`;
}

function asIs(rest: string): Token {
  const text = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return [text, text.length];
}
