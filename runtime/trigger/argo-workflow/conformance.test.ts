import { startArgoWorkflows } from '../../../test/cluster/argo-workflows.ts';
import type { ControlPlane } from '../../../test/cluster/control-plane.ts';
import { describeRemoteTrigger } from '../conformance/trigger.ts';
import { apiFailures, executionsOf, status } from '../kubernetes/testing/api-failures.ts';
import { startApiProxy } from '../kubernetes/testing/api-proxy.ts';
import { type Failures, onTarget } from '../testing/on-target.ts';
import { openArgoWorkflow } from './testing/open-argo-workflow.ts';

const failures: Failures = {
  ...apiFailures,
  'a workflow that is invalid': ['failed', status(422, 'Invalid')],
  'no Argo Workflows': ['retry', status(404, 'NotFound')],
};

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startArgoWorkflows({ controller: false });
}, 60_000);
afterAll(() => cluster[Symbol.asyncDispose]());

async function open() {
  const target = await startApiProxy(cluster);
  const namespace = await cluster.createNamespace();
  const secret = cluster.adminToken;
  const spec = { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] };
  const options = { operation: 'submit', from: { kind: 'Workflow', spec } };
  const trigger = await openArgoWorkflow({ server: target.origin, namespace, token: secret }, options);
  return { target, trigger, secret, template: { labels: { app: 'shop' } }, executions: () => executionsOf(target) };
}

describeRemoteTrigger('argo-workflow', onTarget(failures, open));
