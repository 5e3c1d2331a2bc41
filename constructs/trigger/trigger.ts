import type { Duration } from '../../model/duration.ts';
import type { Bindings, Expression } from '../../model/expression/expression.ts';
import type { Condition, Known, Mentioned } from '../../model/sensor/condition-type.ts';
import type { DeliveryOptions } from '../../model/trigger/trigger.ts';
import type { Action } from './action.ts';

/** When, what, and with which words: a condition over the dependencies, an action, and what to tell it. */
export interface Trigger<When, Template, Bind, E>
  extends TriggerCondition<When, E>,
    TriggerBindings<Bind>,
    TriggerAction<When, Template, Bind, E> {}

// Three parts, since the compiler infers each type parameter of a map of triggers from a part of its own.
/** When a trigger fires. */
export interface TriggerCondition<When, E> {
  /** Which dependencies must have arrived: `&&`, `||`, `!`, parentheses. Default: all of them. */
  readonly when?: Condition<When, keyof E & string>;
}

/** What its template may use beside the events. */
export interface TriggerBindings<Bind> {
  /** Values and helper functions that `template` takes as its second argument. */
  readonly bind?: Bind & Bindings;
}

/** What a trigger does, with which words, and how it is delivered. */
export interface TriggerAction<When, Template, Bind, E> extends DeliveryOptions {
  /** What it does: `http.post(...)`, `log()`. */
  readonly action: Action<Template>;
  /** What the action is told, made of the events that fired it. */
  readonly template: NoInfer<Expression<Fired<When, E>, Template, Bind>>;
  /** At most so many executions in any stretch of that length. Refused at synthesis in this release. */
  readonly rateLimit?: RateLimit;
}

/** A rate: `{ limit: 10, per: '1m' }`. */
export interface RateLimit {
  /** How many executions. */
  readonly limit: number;
  /** In any stretch of this length. */
  readonly per: Duration;
}

/** The events a trigger fires with: those that its condition names, `undefined` where it can hold without them. */
export type Fired<When, E> = FiredWith<Known<When, keyof E & string>, E>;

/** `Fired`, by what a condition says of each dependency: `+name` where it has arrived, `-name` where it has not, `?name` where it may have. */
export type FiredWith<Facts, E> = {
  readonly [K in keyof E & Mentioned<Facts> as `-${K}` extends Facts ? never : K]: `+${K}` extends Facts
    ? E[K]
    : E[K] | undefined;
};

/** Triggers by name, where each has its own condition, template and bindings. */
export type Triggers<When, Template, Bind, E> = {
  readonly [K in keyof When]: TriggerCondition<When[K], E>;
} & {
  readonly [K in keyof Bind]: TriggerBindings<Bind[K]>;
} & {
  readonly [K in keyof Template]: TriggerAction<Entry<When, K>, Template[K], Entry<Bind, K>, E>;
};

/** What a map has under a key; `unknown` where it has none. */
export type Entry<T, K> = K extends keyof T ? T[K] : unknown;
