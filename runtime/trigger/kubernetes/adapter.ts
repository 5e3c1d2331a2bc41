import type { Json } from '../../../model/json.ts';
import type { KubernetesActionSpec } from '../../../model/trigger/kubernetes.ts';
import { describe } from '../../support/describe.ts';
import type { KubernetesClient } from '../../support/kubernetes/client.ts';
import { connectKubernetes } from '../../support/kubernetes/connect.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { ActRequest, OpenTrigger, Outcome, TriggerAdapter, TriggerContext } from '../contract.ts';
import { type Call, operations } from './operations.ts';
import { createToPlace } from './place.ts';
import { toOutcome } from './to-outcome.ts';

/** Works on objects through the API of Kubernetes, as the pod's ServiceAccount. */
export const kubernetesTrigger: TriggerAdapter<KubernetesActionSpec, Json> = createKubernetesTrigger(connectKubernetes);

export function createKubernetesTrigger(
  connect: () => Promise<KubernetesClient>,
): TriggerAdapter<KubernetesActionSpec, Json> {
  return { open: async (context) => new KubernetesTrigger(context, connect) };
}

class KubernetesTrigger implements OpenTrigger<Json> {
  readonly #context: TriggerContext<KubernetesActionSpec>;
  readonly #connect: () => Promise<KubernetesClient>;
  #client: Promise<KubernetesClient> | undefined;
  #disposed = false;

  constructor(context: TriggerContext<KubernetesActionSpec>, connect: () => Promise<KubernetesClient>) {
    this.#context = context;
    this.#connect = connect;
  }

  async act({ executionId, template, signal }: ActRequest<Json>): Promise<Outcome> {
    const { options: spec, at } = this.#context;
    try {
      const client = await orAborted(this.#connected(), signal);
      const toPlace = createToPlace(spec, client.namespace);
      const call: Call = { spec, template, identity: { at, executionId }, client, toPlace, signal };
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
