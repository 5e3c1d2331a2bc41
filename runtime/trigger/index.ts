import type { Json } from '../../model/json.ts';
import type { ActionKind, ActionSpec } from '../../model/trigger/trigger.ts';
import type { OpenTrigger, TriggerAdapter, TriggerContext } from './contract.ts';

type Adapters = { readonly [K in ActionKind]: TriggerAdapter<Extract<ActionSpec, { readonly kind: K }>, Json> };
type Loaders = { readonly [K in ActionKind]: () => Promise<Adapters[K]> };

/** One line a kind; an adapter's packages are loaded with its first trigger. */
const loaders: Loaders = {
  'argo-workflow': async () => (await import('./argo-workflow/adapter.ts')).argoWorkflowTrigger,
  http: async () => (await import('./http/adapter.ts')).httpTrigger,
  kubernetes: async () => (await import('./kubernetes/adapter.ts')).kubernetesTrigger,
  log: async () => (await import('./log/adapter.ts')).logTrigger,
};

/** Opens a trigger's action by its kind. Rejects with the adapter's `TriggerError`. */
export async function openTrigger(context: TriggerContext<ActionSpec>): Promise<OpenTrigger<Json>> {
  // each loader belongs to its kind, which indexing by a union does not show
  const adapter = (await loaders[context.options.kind]()) as TriggerAdapter<ActionSpec, Json>;
  return adapter.open(context);
}
