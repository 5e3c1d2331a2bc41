import type { Json } from '../../../../model/json.ts';
import { parseSpec } from '../../../../model/schema.ts';
import { kubernetesActionSchema } from '../../../../model/trigger/kubernetes.ts';
import type { ControlPlane } from '../../../../test/cluster/control-plane.ts';
import type { KubernetesAccess, Token } from '../../../support/kubernetes/access.ts';
import { connectKubernetes } from '../../../support/kubernetes/connect.ts';
import type { ActRequest, OpenTrigger, Outcome } from '../../contract.ts';
import { createTestContext } from '../../testing/trigger-context.ts';
import { createKubernetesTrigger } from '../adapter.ts';

export interface TestTrigger extends OpenTrigger<Json> {
  /** Acts once for the execution `abc`. */
  send(template: Json, request?: Partial<ActRequest<Json>>): Promise<Outcome>;
}

/** An action on ConfigMaps, as far as `options` do not say otherwise, of the trigger `ci/deploy/announce`. */
export async function openKubernetes(access: KubernetesAccess, options: object): Promise<TestTrigger> {
  const configMaps = { object: { apiVersion: 'v1', kind: 'ConfigMap' }, resource: 'configmaps' };
  const spec = parseSpec(kubernetesActionSchema, { kind: 'kubernetes', ...configMaps, ...options }, 'test');
  const trigger = await createKubernetesTrigger(() => connectKubernetes({ access })).open(createTestContext(spec));
  const { signal } = new AbortController();
  return Object.assign(trigger, {
    send: (template: Json, request: Partial<ActRequest<Json>> = {}) =>
      trigger.act({ executionId: 'abc', attempt: 1, template, signal, ...request }),
  });
}

/** A way to a new namespace of a cluster, for its administrator. */
export async function accessTo(cluster: ControlPlane): Promise<KubernetesAccess> {
  const namespace = await cluster.createNamespace();
  return { server: cluster.url, namespace, tls: { ca: cluster.ca }, token: fixed(cluster.adminToken) };
}

/** A token that nobody renews. */
export function fixed(token: string): Token {
  return { read: async () => token, forget() {} };
}
