import type { Json } from '../../model/json.ts';
import type { ActionKind, ActionSpec } from '../../model/trigger/trigger.ts';
import type { OpenTrigger, TriggerAdapter, TriggerContext } from './contract.ts';
import { TriggerError } from './error.ts';

type Adapters = { readonly [K in ActionKind]: TriggerAdapter<Extract<ActionSpec, { readonly kind: K }>, Json> };
type Loaders = { readonly [K in ActionKind]: () => Promise<Adapters[K]> };

/** One line a kind; an adapter's packages are loaded with its first trigger. */
const loaders: Loaders = {
  http: async () => (await import('./http/http-trigger.ts')).httpTrigger,
  log: async () => (await import('./log/log-trigger.ts')).logTrigger,
};

/**
 * Opens a trigger's action, whatever its kind. Rejects with a `TriggerError`: `noAdapter` where the runtime does not
 * have the kind, otherwise what the adapter says.
 */
export async function openTrigger(context: TriggerContext<ActionSpec>): Promise<OpenTrigger<Json>> {
  const { kind } = context.options;
  if (!Object.hasOwn(loaders, kind)) {
    const known = Object.keys(loaders).join(', ');
    throw new TriggerError('noAdapter', `${context.at}: this runtime has no action of kind '${kind}', it has ${known}`);
  }
  // each loader belongs to its kind, which indexing by a union does not show
  const adapter = (await loaders[kind]()) as TriggerAdapter<ActionSpec, Json>;
  return adapter.open(context);
}
