import type { Json } from '../../../../model/json.ts';
import { parseSpec } from '../../../../model/schema.ts';
import { kubernetesActionSchema } from '../../../../model/trigger/kubernetes.ts';
import { connectKubernetes } from '../../../support/kubernetes/connect.ts';
import type { ActRequest, OpenTrigger, Outcome } from '../../contract.ts';
import { createTestContext } from '../../testing/trigger-context.ts';
import { createKubernetesTrigger } from '../adapter.ts';

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

/** An action on ConfigMaps, as far as `options` do not say otherwise, of the trigger `ci/deploy/announce`. */
export async function openKubernetes({ server, namespace, token, ca }: Access, options: object): Promise<TestTrigger> {
  const configMaps = { object: { apiVersion: 'v1', kind: 'ConfigMap' }, resource: 'configmaps' };
  const spec = parseSpec(kubernetesActionSchema, { kind: 'kubernetes', ...configMaps, ...options }, 'test');
  const access = { server, namespace, tls: { ...(ca && { ca }) }, token: { read: async () => token, forget() {} } };
  const trigger = await createKubernetesTrigger(() => connectKubernetes({ access })).open(createTestContext(spec));
  const { signal } = new AbortController();
  return Object.assign(trigger, {
    send: (template: Json, request: Partial<ActRequest<Json>> = {}) =>
      trigger.act({ executionId: 'abc', attempt: 1, template, signal, ...request }),
  });
}
