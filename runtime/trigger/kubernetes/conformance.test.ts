import { type ControlPlane, startControlPlane } from '../../../test/cluster/control-plane.ts';
import { describeRemoteTrigger } from '../conformance/trigger.ts';
import { type Failures, onTarget } from '../testing/on-target.ts';
import { apiFailures, executionsOf, status } from './testing/api-failures.ts';
import { startApiProxy } from './testing/api-proxy.ts';
import { fixed, openKubernetes } from './testing/open-kubernetes.ts';

const failures: Failures = {
  ...apiFailures,
  'an answer that is not HTTP': ['busy', (response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n')],
  'a conflict': ['retry', status(409, 'Conflict')],
  'an object that is invalid': ['failed', status(422, 'Invalid')],
};

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function open() {
  const target = await startApiProxy(cluster);
  const namespace = await cluster.createNamespace();
  const secret = cluster.adminToken;
  const access = { server: target.origin, namespace, tls: {}, token: fixed(secret) };
  const trigger = await openKubernetes(access, { operation: 'create' });
  return { target, trigger, secret, template: { data: { sha: '61137' } }, executions: () => executionsOf(target) };
}

describeRemoteTrigger('kubernetes', onTarget(failures, open));
