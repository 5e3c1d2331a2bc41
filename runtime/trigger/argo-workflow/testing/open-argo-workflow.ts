import type { Json } from '../../../../model/json.ts';
import { parseSpec } from '../../../../model/schema.ts';
import { argoWorkflowActionSchema } from '../../../../model/trigger/argo-workflow.ts';
import { connectKubernetes } from '../../../support/kubernetes/connect.ts';
import type { ActRequest, OpenTrigger, Outcome } from '../../contract.ts';
import { createTestContext } from '../../testing/trigger-context.ts';
import { createArgoWorkflowTrigger } from '../adapter.ts';

export interface Access {
  readonly server: string;
  readonly namespace: string;
  readonly token: string;
  readonly ca?: string;
}

export interface TestTrigger extends OpenTrigger<Json> {
  /** Acts once for the execution `abc`. */
  send(template: Json, request?: Partial<ActRequest<Json>>): Promise<Outcome>;
}

/** An action on workflows, of the trigger `ci/deploy/announce`. */
export async function openArgoWorkflow(
  { server, namespace, token, ca }: Access,
  options: object,
): Promise<TestTrigger> {
  const spec = parseSpec(argoWorkflowActionSchema, { kind: 'argo-workflow', ...options }, 'test');
  const access = { server, namespace, tls: { ...(ca && { ca }) }, token: { read: async () => token, forget() {} } };
  const trigger = await createArgoWorkflowTrigger(() => connectKubernetes({ access })).open(createTestContext(spec));
  const { signal } = new AbortController();
  return Object.assign(trigger, {
    send: (template: Json, request: Partial<ActRequest<Json>> = {}) =>
      trigger.act({ executionId: 'abc', attempt: 1, template, signal, ...request }),
  });
}
