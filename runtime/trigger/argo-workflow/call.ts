import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import type { Json } from '../../../model/json.ts';
import { parseSpec, type Schema } from '../../../model/schema.ts';
import type { ArgoWorkflowActionSpec } from '../../../model/trigger/argo-workflow.ts';
import type { ArgoWorkflowRequests } from '../../../model/trigger/argo-workflow-request.ts';
import type { ExecutionIdentity } from '../../../model/trigger/execution-identity.ts';
import { TriggerError } from '../error.ts';
import type { Workflows } from './workflows.ts';

export type Operation = ArgoWorkflowActionSpec['operation'];
export type SpecOf<O extends Operation> = ArgoWorkflowActionSpec & { readonly operation: O };

/** One execution of an action. */
export interface Call<O extends Operation = Operation> {
  readonly spec: SpecOf<O>;
  readonly template: Json;
  /** Of what the action's template may return. */
  readonly schema: RequestSchema;
  readonly identity: ExecutionIdentity;
  readonly workflows: Workflows;
  /** The worker's own. */
  readonly ownNamespace: string;
  readonly nowMs: number;
}

export type RequestSchema = Schema<unknown, ArgoWorkflowRequests[Operation]>;

/** What a template made, with its namespace. Throws a `TriggerError` where the action cannot do that. */
export function toRequest<O extends Operation>(
  call: Call<O>,
): ArgoWorkflowRequests[O] & { readonly namespace: string } {
  const { spec, template, schema, ownNamespace } = call;
  try {
    // the schema is that of the operation
    const request = parseSpec(schema, template, 'template') as ArgoWorkflowRequests[O];
    return { ...request, namespace: request.namespace ?? spec.namespace ?? ownNamespace };
  } catch (error) {
    if (!(error instanceof InvalidSpecError)) throw error;
    throw new TriggerError('invalidTemplate', error.message, { cause: error });
  }
}
