import type { Json } from '../../../model/json.ts';
import type { ArgoWorkflowActionSpec } from '../../../model/trigger/argo-workflow.ts';
import { toArgoWorkflowRequestSchema } from '../../../model/trigger/argo-workflow-request.ts';
import { describe } from '../../support/describe.ts';
import type { KubernetesClient } from '../../support/kubernetes/client.ts';
import { connectKubernetes } from '../../support/kubernetes/connect.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { ActRequest, OpenTrigger, Outcome, TriggerAdapter, TriggerContext } from '../contract.ts';
import type { Call, RequestSchema } from './call.ts';
import { operations } from './operations.ts';
import { toOutcome } from './to-outcome.ts';
import { createWorkflows } from './workflows.ts';

/** Works on workflows of Argo Workflows through the API of Kubernetes, as the pod's ServiceAccount. */
export const argoWorkflowTrigger: TriggerAdapter<ArgoWorkflowActionSpec, Json> =
  createArgoWorkflowTrigger(connectKubernetes);

export function createArgoWorkflowTrigger(
  connect: () => Promise<KubernetesClient>,
): TriggerAdapter<ArgoWorkflowActionSpec, Json> {
  return { open: async (context) => new ArgoWorkflowTrigger(context, connect) };
}

class ArgoWorkflowTrigger implements OpenTrigger<Json> {
  readonly #context: TriggerContext<ArgoWorkflowActionSpec>;
  readonly #connect: () => Promise<KubernetesClient>;
  readonly #schema: RequestSchema;
  #client: Promise<KubernetesClient> | undefined;
  #disposed = false;

  constructor(context: TriggerContext<ArgoWorkflowActionSpec>, connect: () => Promise<KubernetesClient>) {
    this.#context = context;
    this.#connect = connect;
    this.#schema = toArgoWorkflowRequestSchema(context.options);
  }

  async act({ executionId, template, signal }: ActRequest<Json>): Promise<Outcome> {
    const { options: spec, at, clock } = this.#context;
    try {
      const client = await orAborted(this.#connected(), signal);
      const call: Call = {
        spec,
        template,
        schema: this.#schema,
        identity: { at, executionId },
        workflows: createWorkflows(client, { at, signal }),
        ownNamespace: client.namespace,
        nowMs: clock.now(),
      };
      // each operation belongs to its spec, which indexing by a union does not show
      return await (operations[spec.operation] as (call: Call) => Promise<Outcome>)(call);
    } catch (error) {
      return signal.aborted || this.#disposed ? { kind: 'retry', reason: describe(error) } : toOutcome(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.[Symbol.asyncDispose]();
  }

  /** Connects with the first execution, and again where that failed. */
  #connected(): Promise<KubernetesClient> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }
}
