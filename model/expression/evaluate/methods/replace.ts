import { toText } from '../convert.ts';
import { type Match, Regex } from '../regex.ts';
import type { Invoke, Run } from '../run.ts';
import { asFunction } from './method.ts';

/** What stands in place of a match. */
type Replacement = (match: Match) => string;

/** `replace` and `replaceAll` of a text; the result is bounded while it grows. */
export function replace(run: Run, text: string, { args, all }: { args: readonly unknown[]; all: boolean }): string {
  const [pattern, by] = args;
  const replacement = toReplacement(run, by);
  const found =
    pattern instanceof Regex ? matchesOf(run, text, pattern) : occurrences(text, { wanted: toText(run, pattern), all });
  let result = '';
  let end = 0;
  for (const match of found) {
    const piece = replacement(match);
    run.spend(1);
    run.allowText(result.length + match.index - end + piece.length);
    result += text.slice(end, match.index) + piece;
    end = match.index + (match[0]?.length ?? 0);
  }
  run.reserveText(result.length + text.length - end);
  return result + text.slice(end);
}

function matchesOf(run: Run, text: string, regex: Regex): Iterable<Match> {
  if (regex.isGlobal) return regex.matches(run, text);
  const match = regex.exec(run, text);
  return match ? [match] : [];
}

function* occurrences(text: string, { wanted, all }: { wanted: string; all: boolean }): Generator<Match, void> {
  for (let from = 0; from <= text.length; ) {
    const index = text.indexOf(wanted, from);
    if (index === -1) return;
    yield Object.assign([wanted], { index, input: text, groups: undefined });
    if (!all) return;
    from = index + Math.max(1, wanted.length);
  }
}

function toReplacement(run: Run, by: unknown): Replacement {
  if (typeof by === 'function') {
    const invoke: Invoke = asFunction(by);
    return (match) =>
      toText(run, invoke(run, [...match, match.index, match.input, ...(match.groups ? [match.groups] : [])]));
  }
  const template = toText(run, by);
  return template.includes('$') ? (match) => expand(run, template, match) : () => template;
}

/** `$$`, `$&`, `` $` ``, `$'`, `$1`, `$<name>`, as ECMAScript's GetSubstitution has them. */
function expand(run: Run, template: string, match: Match): string {
  const all = match[0] ?? '';
  let length = 0;
  return template.replace(/\$(?:[$&`']|\d\d?|<([^>]*)>)/g, (symbol, name: string | undefined) => {
    const part = partOf(symbol, name, { match, all });
    length += part.length;
    run.allowText(length);
    return part;
  });
}

function partOf(symbol: string, name: string | undefined, { match, all }: { match: Match; all: string }): string {
  if (symbol === '$$') return '$';
  if (symbol === '$&') return all;
  if (symbol === '$`') return match.input.slice(0, match.index);
  if (symbol === "$'") return match.input.slice(match.index + all.length);
  if (name !== undefined) return match.groups ? (match.groups[name] ?? '') : symbol;
  const [both, one] = [Number(symbol.slice(1)), Number(symbol[1])];
  if (both > 0 && both < match.length) return match[both] ?? '';
  return one > 0 && one < match.length && symbol.length === 3 ? (match[one] ?? '') + symbol[2] : symbol;
}
