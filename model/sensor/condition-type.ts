/**
 * A condition, checked by the compiler: `When` itself where it is well formed and names only `Names`, else the
 * conditions that it would be when corrected, which the compiler then reports and an editor offers.
 * A text that the program computes is left to synthesis.
 */
export type Condition<When, Names extends string> = When extends string
  ? string extends When
    ? When
    : Whole<When, Names> extends infer Corrected extends string
      ? Corrected
      : When
  : When;

/**
 * What is known of the events when a condition is true: `+name` has arrived, `-name` has not, `?name` may have.
 * Without a condition all have arrived, and so in a wrong one, which is reported where it stands;
 * in a computed one each may have.
 */
export type Known<When, Names extends string> = When extends string
  ? string extends When
    ? `?${Names}`
    : Whole<When, Names> extends Sense<infer True, infer False, string>
      ? True | `?${Mentioned<True | False>}`
      : `+${Names}`
  : `+${Names}`;

/** The name in what is known. */
export type Mentioned<Fact> = Fact extends `${'+' | '-' | '?'}${infer Name}` ? Name : never;

/** What a part of a condition says: the facts if it is true, the facts if it is false, and the text after it. */
interface Sense<True, False, After extends string> {
  readonly true: True;
  readonly false: False;
  readonly after: After;
}

/** A `Sense` up to the end of the text, else a union of corrected texts. */
type Whole<When extends string, Names extends string> =
  Either<Left<When>, Names, When> extends infer Result
    ? Result extends Sense<unknown, unknown, infer After>
      ? After extends ''
        ? Result
        : Stray<When, After>
      : Result
    : never;

type Either<Text extends string, Names extends string, When extends string> =
  Both<Text, Names, When> extends infer First
    ? First extends Sense<infer True, infer False, infer After>
      ? MoreOr<True, False, After, Names, When>
      : First
    : never;

type MoreOr<
  True,
  False,
  Text extends string,
  Names extends string,
  When extends string,
> = Text extends `||${infer Next}`
  ? Both<Left<Next>, Names, When> extends infer Part
    ? Part extends Sense<infer True2, infer False2, infer After>
      ? MoreOr<Shared<True, True2>, False | False2, After, Names, When>
      : Part
    : never
  : Sense<True, False, Text>;

type Both<Text extends string, Names extends string, When extends string> =
  One<Text, Names, When> extends infer First
    ? First extends Sense<infer True, infer False, infer After>
      ? MoreAnd<True, False, After, Names, When>
      : First
    : never;

type MoreAnd<
  True,
  False,
  Text extends string,
  Names extends string,
  When extends string,
> = Text extends `&&${infer Next}`
  ? One<Left<Next>, Names, When> extends infer Part
    ? Part extends Sense<infer True2, infer False2, infer After>
      ? MoreAnd<True | True2, Shared<False, False2>, After, Names, When>
      : Part
    : never
  : Sense<True, False, Text>;

type One<Text extends string, Names extends string, When extends string> = Text extends `!${infer Next}`
  ? Negated<One<Left<Next>, Names, When>>
  : Text extends `(${infer Next}`
    ? Closed<Either<Left<Next>, Names, When>, When>
    : Named<Text, FirstWord<Text>, Names, When>;

type Named<
  Text extends string,
  Word extends string,
  Names extends string,
  When extends string,
> = Text extends `${Word}${infer After}`
  ? Word extends Names
    ? Sense<`+${Word}`, `-${Word}`, Left<After>>
    : `${Before<When, Text>}${Names}${After}`
  : never;

type Negated<Part> = Part extends Sense<infer True, infer False, infer After> ? Sense<False, True, After> : Part;

type Closed<Part, When extends string> =
  Part extends Sense<infer True, infer False, infer After>
    ? After extends `)${infer Rest}`
      ? Sense<True, False, Left<Rest>>
      : `${When})`
    : Part;

/** Facts that hold either way; a name with a fact on one side only may have arrived. */
type Shared<A, B> = (A & B) | `?${Mentioned<A | B>}`;

/** Corrections where the text goes on after a whole condition. */
type Stray<When extends string, After extends string> = After extends `)${infer Rest}`
  ? `${Before<When, After>}${Rest}`
  : After extends `&${infer Rest}`
    ? `${Before<When, After>}&&${Rest}`
    : After extends `|${infer Rest}`
      ? `${Before<When, After>}||${Rest}`
      : `${Before<When, After>}${'&&' | '||'} ${After}`;

type Before<When extends string, Rest extends string> = When extends `${infer Head}${Rest}` ? Head : never;
type Left<Text extends string> = Text extends ` ${infer Rest}` ? Left<Rest> : Text;
type FirstWord<Text extends string> = UpTo<UpTo<UpTo<UpTo<Text, ' '>, ')'>, '&'>, '|'>;
type UpTo<Text extends string, Stop extends string> = Text extends `${infer Head}${Stop}${string}` ? Head : Text;
