import { RE2JS } from 're2js';
import { limits } from '../limits.ts';
import { toRe2, UnsupportedPattern } from './regex-syntax.ts';
import type { Run } from './run.ts';

/** A match, shaped as JavaScript's: groups by number, and `index`, `input` and `groups`. */
export type Match = (string | undefined)[] & {
  index: number;
  input: string;
  groups: Record<string, string | undefined> | undefined;
};

/** A regular expression in linear time. */
export class Regex {
  readonly isGlobal: boolean;
  readonly #engine: RE2JS;
  readonly #size: number;
  readonly #names: readonly (readonly [name: string, group: number])[];

  /** Throws an `UnsupportedPattern` where RE2 cannot do what the pattern says. */
  constructor(pattern: string, flags: string) {
    const unknown = /[^gimsu]/.exec(flags);
    if (unknown) throw new UnsupportedPattern(`has the flag ${unknown[0]}; there are g, i, m, s, u`);
    this.isGlobal = flags.includes('g');
    this.#engine = compile(pattern, flags);
    this.#size = this.#engine.programSize();
    if (this.#size > limits.regex) throw new UnsupportedPattern('is too large');
    this.#names = Object.entries(this.#engine.namedGroups());
  }

  test(run: Run, text: string): boolean {
    run.spend(1 + (text.length >>> 4) * (1 + (this.#size >>> 6)));
    return this.#engine.test(text);
  }

  /** The first match at or after `from`. */
  exec(run: Run, text: string, from = 0): Match | null {
    const matcher = this.#engine.matcher(text);
    run.spend(1 + Math.ceil(((text.length - from) * this.#size) / 256));
    if (from > text.length || !matcher.find(from)) return null;
    const groups: (string | undefined)[] = [];
    for (let i = 0; i <= matcher.groupCount(); i++) groups.push(matcher.group(i) ?? undefined);
    return Object.assign(groups, { index: matcher.start(), input: text, groups: this.#named(groups) });
  }

  /** All matches in order; after an empty one the search goes on one character later. */
  *matches(run: Run, text: string): Generator<Match, void> {
    for (let from = 0; from <= text.length; ) {
      const match = this.exec(run, text, from);
      if (!match) return;
      yield match;
      const end = match.index + (match[0]?.length ?? 0);
      from = end > match.index ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
    }
  }

  #named(groups: readonly (string | undefined)[]): Match['groups'] {
    if (this.#names.length === 0) return undefined;
    return Object.assign(Object.create(null), Object.fromEntries(this.#names.map(([name, i]) => [name, groups[i]])));
  }
}

function compile(pattern: string, flags: string): RE2JS {
  try {
    return RE2JS.compile(toRe2(pattern, flags));
  } catch (cause) {
    if (cause instanceof UnsupportedPattern) throw cause;
    throw new UnsupportedPattern(`cannot run in linear time (${(cause as Error).message})`, { cause });
  }
}
