import type { FunctionTerm, RegexTerm } from '../term.ts';

/** What a name stands for. */
export type Named =
  | { readonly kind: 'value'; readonly slot: number }
  /** The second parameter as a whole. */
  | { readonly kind: 'bind'; readonly slot: number }
  | { readonly kind: 'function'; readonly function: FunctionTerm }
  | { readonly kind: 'regex'; readonly regex: RegexTerm };

/** The names that a place sees. */
export class Scope {
  readonly #names = new Map<string, Named>();
  readonly #outer: Scope | undefined;
  /** Names that the block declares, but further down. */
  readonly later = new Set<string>();

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  declare(name: string, named: Named): void {
    this.#names.set(name, named);
    this.later.delete(name);
  }

  find(name: string): Named | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }

  isLater(name: string): boolean {
    return this.later.has(name) || this.#outer?.isLater(name) === true;
  }
}
