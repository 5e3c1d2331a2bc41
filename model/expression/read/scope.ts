import { builtinNames, constants } from '../names.ts';
import type { FunctionTerm, RegexTerm } from '../term.ts';

/** What a name stands for. `name` is how canonical text calls it. */
export type Named =
  | { readonly kind: 'value'; readonly name: string; readonly slot: number }
  /** The second parameter as a whole. */
  | { readonly kind: 'bind'; readonly name: string; readonly slot: number }
  | { readonly kind: 'function'; readonly name: string; readonly function: FunctionTerm }
  | { readonly kind: 'regex'; readonly name: string; readonly regex: RegexTerm };

/** The names that a place sees. */
export class Scope {
  readonly #names = new Map<string, Named>();
  readonly #outer: Scope | undefined;
  /** Names that the block declares, but further down. */
  readonly later = new Set<string>();

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  /**
   * What canonical text calls a name that is about to be declared. Bundlers number names that occur elsewhere in the
   * program (`branch2`), so numbers at the end say nothing; `key` is the property that the name is taken from.
   */
  choose(written: string, key?: string): string {
    const isKey = key !== undefined && written.startsWith(key) && /^\d*$/.test(written.slice(key.length));
    const base = isKey ? key : written.replace(/(?<=\D)\d+$/, '');
    let name = base;
    for (let i = 2; reserved.has(name) || this.#isUsed(name); i++) name = `${base}${i}`;
    return name;
  }

  declare(written: string, named: Named): void {
    this.#names.set(written, named);
    this.later.delete(written);
  }

  find(written: string): Named | undefined {
    return this.#names.get(written) ?? this.#outer?.find(written);
  }

  isLater(written: string): boolean {
    return this.later.has(written) || this.#outer?.isLater(written) === true;
  }

  #isUsed(name: string): boolean {
    for (const named of this.#names.values()) if (named.name === name) return true;
    return this.#outer ? this.#outer.#isUsed(name) : false;
  }
}

const reserved = new Set([
  ...builtinNames.map((name) => name.split('.', 1)[0]),
  ...constants.keys(),
  ...'arguments await break case catch class const continue debugger default delete do else enum eval export extends'.split(
    ' ',
  ),
  ...'false finally for function if implements import in instanceof interface let new null package private'.split(' '),
  ...'protected public return static super switch this throw true try typeof var void while with yield'.split(' '),
]);
