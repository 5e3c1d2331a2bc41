import { InvalidSpecError } from '../invalid-spec-error.ts';
import { suggest } from '../suggest.ts';

/** A condition over the names of dependencies, as a tree. */
export type ConditionTree =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly of: ConditionTree }
  | { readonly kind: 'and' | 'or'; readonly of: readonly ConditionTree[] };

/**
 * Parses a condition: names, `&&`, `||`, `!` and parentheses, with JavaScript's precedence. Throws an
 * `InvalidSpecError` that shows what is wrong and where.
 */
export function parseCondition(when: string, names: readonly string[], at: string): ConditionTree {
  return new Parser(when, names, at).parse();
}

/**
 * Whether a condition holds, given the dependencies that have arrived. While more may arrive (`closed` is false), the
 * answer is `undefined` unless nothing that arrives can change it: `a || b` holds at once, `a && !b` at the end, and
 * `a && b || !a && c` once `b` and `c` are there.
 */
export function decide(
  tree: ConditionTree,
  arrived: Pick<ReadonlySet<string>, 'has'>,
  closed: boolean,
): boolean | undefined {
  const answers = (name: string) => arrived.has(name) || (closed ? false : undefined);
  return closed ? answer(tree, answers) : foresee(tree, answers, repeatedIn(tree));
}

type Answers = (name: string) => boolean | undefined;

function answer(tree: ConditionTree, answers: Answers): boolean | undefined {
  if (tree.kind === 'name') return answers(tree.name);
  if (tree.kind === 'not') {
    const inner = answer(tree.of, answers);
    return inner === undefined ? undefined : !inner;
  }
  const decisive = tree.kind === 'or';
  const parts = tree.of.map((part) => answer(part, answers));
  if (parts.includes(decisive)) return decisive;
  return parts.includes(undefined) ? undefined : !decisive;
}

/** Tries both answers of what is not known and stands in several places: in all of them it will be the same. */
function foresee(tree: ConditionTree, answers: Answers, repeated: readonly string[]): boolean | undefined {
  const known = answer(tree, answers);
  const [name, ...others] = known === undefined ? repeated.filter((one) => answers(one) === undefined) : [];
  if (name === undefined) return known;
  const tryBoth = [true, false].map((as) => foresee(tree, (one) => (one === name ? as : answers(one)), others));
  return tryBoth[0] === tryBoth[1] ? tryBoth[0] : undefined;
}

/** Of more, each takes twice as long; their conditions are decided at the end at the latest. */
const mostRepeated = 8;
const repeats = new WeakMap<ConditionTree, readonly string[]>();

function repeatedIn(tree: ConditionTree): readonly string[] {
  const known = repeats.get(tree);
  if (known) return known;
  const all = leavesOf(tree);
  const found = [...new Set(all.filter((name, i) => all.indexOf(name) < i))].slice(0, mostRepeated);
  repeats.set(tree, found);
  return found;
}

function leavesOf(tree: ConditionTree): readonly string[] {
  if (tree.kind === 'name') return [tree.name];
  return tree.kind === 'not' ? leavesOf(tree.of) : tree.of.flatMap(leavesOf);
}

/** The dependencies that a condition names, each once. */
export function namesIn(tree: ConditionTree): readonly string[] {
  return [...new Set(leavesOf(tree))];
}

const deepest = 100;

class Parser {
  readonly #when: string;
  readonly #names: readonly string[];
  readonly #at: string;
  readonly #tokens: readonly RegExpExecArray[];
  #next = 0;
  #depth = 0;

  constructor(when: string, names: readonly string[], at: string) {
    this.#when = when;
    this.#names = names;
    this.#at = at;
    this.#tokens = [...when.matchAll(/&&|\|\||[!()]|[\w-]+|\S/g)];
  }

  parse(): ConditionTree {
    const tree = this.#or();
    const token = this.#tokens[this.#next];
    if (!token) return tree;
    throw this.#error(`'${token[0]}' at ${token.index + 1} is not expected, put '&&' or '||' between two names`);
  }

  #or(): ConditionTree {
    return this.#list('or', '||', () => this.#list('and', '&&', () => this.#unary()));
  }

  #list(kind: 'and' | 'or', operator: string, part: () => ConditionTree): ConditionTree {
    const first = part();
    const of = [first];
    while (this.#take(operator)) of.push(part());
    return of.length === 1 ? first : { kind, of };
  }

  #unary(): ConditionTree {
    if (++this.#depth > deepest) throw this.#error(`it is nested more than ${deepest} deep`);
    const tree = this.#take('!') ? ({ kind: 'not', of: this.#unary() } as const) : this.#primary();
    this.#depth--;
    return tree;
  }

  #primary(): ConditionTree {
    if (this.#take('(')) {
      const tree = this.#or();
      if (!this.#take(')')) throw this.#error("a ')' is missing");
      return tree;
    }
    const name = this.#tokens[this.#next++]?.[0];
    if (name === undefined) throw this.#error('a name is missing at its end');
    if (!this.#names.includes(name)) throw this.#error(`'${name}' is no dependency${suggest(name, this.#names)}`);
    return { kind: 'name', name };
  }

  #take(token: string): boolean {
    const found = this.#tokens[this.#next]?.[0] === token;
    if (found) this.#next++;
    return found;
  }

  #error(what: string): InvalidSpecError {
    return new InvalidSpecError(`${this.#at}: when: '${this.#when}': ${what}`);
  }
}
