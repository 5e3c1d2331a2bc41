import { isSameAddress } from '../../model/event/address.ts';
import type { CloudEvent } from '../../model/event/cloud-event.ts';
import type { FalseTerm } from '../../model/expression/index.ts';
import { explainFalse } from '../../model/expression/index.ts';
import type { StoredExpression } from '../../model/expression/stored-expression.ts';
import type { Arrived } from './arrived.ts';
import type { CompiledDependency } from './compiled-dependency.ts';
import type { CompiledTrigger } from './compiled-trigger.ts';
import { judge, type Verdict } from './filter.ts';

/** What a dependency made of an event, and why. */
export type Explanation = { readonly dependency: string } & (
  | Exclude<Verdict, { readonly kind: 'refused' }>
  /** `because` is the first term that was false, with its values; `reason`, why there is none. */
  | { readonly kind: 'refused'; readonly because?: FalseTerm; readonly reason?: string }
);

type Explain = ReturnType<typeof explainFalse>;

const explainers = new WeakMap<StoredExpression, Explain>();

/** Says, of each of the trigger's dependencies that have the event's address, whether its filter let the event pass. */
export function explain(trigger: CompiledTrigger, { address, event }: Arrived): readonly Explanation[] {
  return trigger.dependencies
    .filter((dependency) => isSameAddress(dependency.address, address))
    .map((dependency) => {
      const verdict = judge(dependency, event);
      const isFalse = verdict.kind === 'refused' && verdict.reason === undefined;
      const because = isFalse ? findFalse(dependency, event) : undefined;
      return { dependency: dependency.name, ...verdict, ...(because && { because }) };
    });
}

function findFalse({ spec, during }: CompiledDependency, event: CloudEvent): FalseTerm | undefined {
  const { during: hours, filter } = spec;
  if (hours && during && !during(Date.parse(event.time)))
    return {
      term: `during ${hours.start} to ${hours.stop} ${hours.timeZone}`,
      values: [{ path: 'time', value: event.time }],
    };
  return filter && toExplainer(filter)(event);
}

function toExplainer(filter: StoredExpression): Explain {
  const known = explainers.get(filter);
  if (known) return known;
  const explainer = explainFalse(filter);
  explainers.set(filter, explainer);
  return explainer;
}
