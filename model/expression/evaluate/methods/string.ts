import { limits } from '../../limits.ts';
import { toNumber, toOptionalNumber, toText } from '../convert.ts';
import { Regex } from '../regex.ts';
import type { Run } from '../run.ts';
import type { Method, Methods } from './method.ts';
import { replace } from './replace.ts';

const collator = new Intl.Collator('en-US');

export const stringMethods: Methods<string> = {
  at: (run, text, [index]) => text.at(toNumber(run, index)),
  charAt: (run, text, [index]) => text.charAt(toNumber(run, index)),
  charCodeAt: (run, text, [index]) => text.charCodeAt(toNumber(run, index)),
  codePointAt: (run, text, [index]) => text.codePointAt(toNumber(run, index)),
  concat: (run, text, args) => args.reduce<string>((left, right) => concatenate(run, left, toText(run, right)), text),
  endsWith: (run, text, [wanted, end]) => text.endsWith(toText(run, wanted), toOptionalNumber(run, end)),
  includes: (run, text, [wanted, from]) =>
    scanned(run, text).includes(toText(run, wanted), toOptionalNumber(run, from)),
  indexOf: (run, text, [wanted, from]) => scanned(run, text).indexOf(toText(run, wanted), toOptionalNumber(run, from)),
  lastIndexOf: (run, text, [wanted, from]) =>
    scanned(run, text).lastIndexOf(toText(run, wanted), toOptionalNumber(run, from)),
  localeCompare: (run, text, [other]) => collator.compare(scanned(run, text), scanned(run, toText(run, other))),
  match: (run, text, [pattern]) => match(run, text, asRegex(pattern)),
  matchAll: (run, text, [pattern]) => [...asRegex(pattern).matches(run, text)],
  padEnd: (run, text, [length, filler]) => text.padEnd(...padding(run, text, { length, filler })),
  padStart: (run, text, [length, filler]) => text.padStart(...padding(run, text, { length, filler })),
  repeat: (run, text, [count]) => {
    const times = Math.trunc(toNumber(run, count)) || 0;
    if (times > 0 && text.length > 0) run.reserveText(text.length * times);
    return text.repeat(times);
  },
  replace: (run, text, args) => replace(run, text, { args, all: false }),
  replaceAll: (run, text, args) => replace(run, text, { args, all: true }),
  search: (run, text, [pattern]) => asRegex(pattern).exec(run, text)?.index ?? -1,
  slice: (run, text, [start, end]) => text.slice(toOptionalNumber(run, start), toOptionalNumber(run, end)),
  split: (run, text, [separator, limit]) => split(run, text, { separator, limit }),
  startsWith: (run, text, [wanted, from]) => text.startsWith(toText(run, wanted), toOptionalNumber(run, from)),
  substring: (run, text, [start, end]) => text.substring(toNumber(run, start), toOptionalNumber(run, end)),
  toLowerCase: (run, text) => bounded(run, scanned(run, text).toLowerCase()),
  toString: (_run, text) => text,
  toUpperCase: (run, text) => bounded(run, scanned(run, text).toUpperCase()),
  trim: (run, text) => scanned(run, text).trim(),
  trimEnd: (run, text) => scanned(run, text).trimEnd(),
  trimStart: (run, text) => scanned(run, text).trimStart(),
};

export type StringMethod = Method<string>;

/** Two texts as one, bounded before it is built. */
export function concatenate(run: Run, left: string, right: string): string {
  if (left.length + right.length > 1024) run.reserveText(left.length + right.length);
  return left + right;
}

function scanned(run: Run, text: string): string {
  run.scan(text.length);
  return text;
}

function bounded(run: Run, text: string): string {
  run.allowText(text.length);
  return text;
}

function asRegex(pattern: unknown): Regex {
  if (pattern instanceof Regex) return pattern;
  throw new TypeError('a regular expression is missing');
}

function padding(
  run: Run,
  text: string,
  { length, filler }: { length: unknown; filler: unknown },
): [length: number, filler: string | undefined] {
  const wanted = toNumber(run, length) || 0;
  if (wanted > text.length) run.reserveText(wanted);
  return [wanted, filler === undefined ? undefined : toText(run, filler)];
}

function match(run: Run, text: string, regex: Regex): unknown {
  if (!regex.isGlobal) return regex.exec(run, text);
  const found = Array.from(regex.matches(run, text), ([all]) => all);
  return found.length > 0 ? found : null;
}

function split(run: Run, text: string, { separator, limit }: { separator: unknown; limit: unknown }): unknown[] {
  const wanted = limit === undefined ? 2 ** 32 - 1 : toNumber(run, limit) >>> 0;
  if (separator instanceof Regex) return splitBy(run, text, { regex: separator, limit: wanted });
  const by = separator === undefined ? undefined : toText(run, separator);
  run.scan(text.length);
  const parts = by === undefined ? (wanted === 0 ? [] : [text]) : text.split(by, Math.min(wanted, limits.elements + 1));
  run.reserveElements(parts.length);
  run.spend(parts.length);
  return parts;
}

/** ECMAScript's split: an empty match neither at the end of the last part nor at the end of the text parts anything. */
function splitBy(run: Run, text: string, { regex, limit }: { regex: Regex; limit: number }): unknown[] {
  if (limit === 0) return [];
  if (text === '') return regex.test(run, text) ? [] : [text];
  const parts: unknown[] = [];
  let end = 0;
  for (const found of regex.matches(run, text)) {
    const length = found[0]?.length ?? 0;
    if (found.index + length === end || found.index === text.length) continue;
    run.spend(1);
    parts.push(text.slice(end, found.index), ...found.slice(1));
    end = found.index + length;
    if (parts.length >= limit) return parts.slice(0, limit);
  }
  parts.push(text.slice(end));
  run.reserveElements(parts.length);
  return parts.slice(0, limit);
}
