import { toMs } from '../../../model/duration.ts';
import type { CompiledExpression } from '../../../model/expression/index.ts';
import { hash32 } from '../../../model/hash.ts';
import type { ConditionTree } from '../../../model/sensor/condition.ts';
import type { CorrelationSpec, WindowOptions } from '../../../model/sensor/correlation.ts';
import type { Reset } from '../../../model/trigger/reset.ts';
import type { CompiledDependency } from '../compiled-dependency.ts';
import type { JoinRules } from './generation.ts';
import { compileKey } from './key.ts';
import { compileResets, type Resets } from './resets.ts';

/** How a trigger's events meet. */
export interface CompiledJoin {
  readonly rules: JoinRules;
  /** Names the way in which keys are made: events whose keys were made in another way do not meet. */
  readonly keying: string;
  /** Absent where all events of the trigger meet, and wait without an end. */
  readonly window: CompiledWindow | undefined;
  readonly resets: Resets;
}

export interface CompiledWindow extends Required<WindowOptions> {
  readonly withinMs: number;
  /** The key of an event, by the dependency that takes it. */
  readonly keys: Readonly<Record<string, CompiledExpression>>;
  /** Names the way in which each dependency's keys are made. */
  readonly keyings: Readonly<Record<string, string>>;
}

/** The keying of a trigger whose events have all one key. */
const noKeys = '-';

export interface JoinOptions {
  readonly condition: ConditionTree;
  /** Those that the condition names. */
  readonly dependencies: readonly Pick<CompiledDependency, 'name' | 'spec' | 'transform'>[];
  readonly correlate: CorrelationSpec | undefined;
  readonly resets: readonly Required<Reset>[];
  readonly at: string;
}

/** Throws an `InvalidSpecError` where a key cannot be compiled. */
export function compileJoin({ condition, dependencies, correlate, resets: schedules, at }: JoinOptions): CompiledJoin {
  const collects = Object.fromEntries(
    dependencies.map(({ name, spec: { collect, maxEvents } }) => [name, { collect, maxEvents }]),
  );
  const rules = { condition, collects };
  const resets = compileResets(schedules);
  if (!correlate) return { rules, keying: noKeys, window: undefined, resets };
  const { by, ...options } = correlate;
  const keyed = dependencies.flatMap((dependency) => {
    const expression = by[dependency.name];
    return expression ? [{ ...dependency, by: expression }] : [];
  });
  const keyings = Object.fromEntries(keyed.map(({ name, by, spec }) => [name, toName([by, spec.transform])]));
  return {
    rules,
    resets,
    keying: toName(Object.entries(keyings).sort(([a], [b]) => (a < b ? -1 : 1))),
    window: {
      ...options,
      withinMs: toMs(options.within),
      keyings,
      keys: Object.fromEntries(
        keyed.map((dependency) => [dependency.name, compileKey(dependency, `${at}: correlate.by.${dependency.name}`)]),
      ),
    },
  };
}

function toName(made: unknown): string {
  return hash32(JSON.stringify(made)).toString(36);
}
