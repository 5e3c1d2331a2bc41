import type { KubernetesObject } from '../../../test/cluster/api-client.ts';
import { startArgoWorkflows } from '../../../test/cluster/argo-workflows.ts';
import type { ControlPlane } from '../../../test/cluster/control-plane.ts';
import { until } from '../../support/testing/until.ts';
import { type Access, openArgoWorkflow } from './testing/open-argo-workflow.ts';
import type { Workflow, WorkflowNode } from './workflow.ts';

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startArgoWorkflows({ controller: true });
}, 60_000);
afterAll(() => cluster[Symbol.asyncDispose]());

const parameters = [{ name: 'sha' }, { name: 'branch', value: 'main' }];
const held = {
  entrypoint: 'main',
  arguments: { parameters },
  templates: [
    { name: 'main', steps: [[{ name: 'approve', template: 'wait' }]] },
    { name: 'wait', suspend: {} },
  ],
};
const twoSteps = {
  entrypoint: 'main',
  templates: [
    { name: 'main', steps: [[{ name: 'build', template: 'run' }], [{ name: 'deploy', template: 'run' }]] },
    { name: 'run', container: { image: 'none', command: ['none'] } },
  ],
};

/** A namespace with what acts in it, as an execution each. */
async function start() {
  const namespace = await cluster.createNamespace();
  const to: Access = { server: cluster.url, ca: cluster.ca, token: cluster.adminToken, namespace };
  const path = (name: string) => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/workflows/${name}`;
  const read = (name: string) => cluster.api.get<Workflow>(path(name));
  return {
    namespace,
    read,
    async act(options: object, template: object, executionId = 'abc') {
      await using trigger = await openArgoWorkflow(to, options);
      return await trigger.send(template as never, { executionId });
    },
    submit(spec: object, executionId = 'abc') {
      return this.act(
        { operation: 'submit', from: { kind: 'Workflow', spec } },
        { parameters: undefined },
        executionId,
      );
    },
    phase: (name: string, phase: string) => until(async () => (await read(name)).status?.phase === phase),
    /** Waits for a node, by its displayed name and its phase. */
    async node(name: string, displayName: string, phase: string): Promise<WorkflowNode> {
      const find = async () =>
        Object.values((await read(name)).status?.nodes ?? {}).find(
          (node) => node.displayName === displayName && node.phase === phase,
        );
      await until(async () => (await find()) !== undefined);
      return (await find()) as WorkflowNode;
    },
    /** Says of the pod of a step how it ended, as a kubelet would. */
    async end(name: string, displayName: string, phase: 'Succeeded' | 'Failed') {
      const { id } = await this.node(name, displayName, 'Pending');
      const pods = `/api/v1/namespaces/${namespace}/pods`;
      const find = async () =>
        (await cluster.api.get<{ items: KubernetesObject[] }>(pods)).items.find(
          ({ metadata }) => metadata.annotations?.['workflows.argoproj.io/node-id'] === id,
        );
      await until(async () => (await find()) !== undefined);
      const pod = await find();
      const terminated = { exitCode: phase === 'Failed' ? 1 : 0 };
      const containerStatuses = ['main', 'wait'].map((container) => ({
        name: container,
        image: 'none',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { terminated },
      }));
      await cluster.apply([
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'WorkflowTaskResult',
          metadata: {
            name: id,
            namespace,
            labels: {
              'workflows.argoproj.io/workflow': name,
              'workflows.argoproj.io/report-outputs-completed': 'true',
            },
          },
        },
      ]);
      const body = { status: { phase, containerStatuses } };
      await cluster.api.request('PATCH', `${pods}/${pod?.metadata.name}/status`, { body, as: 'merge' });
      return pod?.metadata;
    },
  };
}

describe('the controller of Argo Workflows', () => {
  it('holds a workflow that was suspended until it is resumed', async () => {
    const argo = await start();
    await argo.submit({ ...held, arguments: {} });
    await argo.node('announce-abc', 'approve', 'Running');
    expect(await argo.act({ operation: 'suspend' }, { name: 'announce-abc' }, 'b')).toMatchObject({ kind: 'done' });
    await argo.act({ operation: 'resume' }, { name: 'announce-abc', nodeFieldSelector: 'displayName=approve' }, 'c');
    await argo.node('announce-abc', 'approve', 'Succeeded');
    expect((await argo.read('announce-abc')).status?.phase).toBe('Running');
    expect(await argo.act({ operation: 'resume' }, { name: 'announce-abc' }, 'd')).toMatchObject({ kind: 'done' });
    await argo.phase('announce-abc', 'Succeeded');
  });

  it.each([
    ['stop', 'Stop'],
    ['terminate', 'Terminate'],
  ])('ends a workflow on %s, and a second time is done', async (operation, strategy) => {
    const argo = await start();
    await argo.submit({ ...held, arguments: {} });
    await argo.node('announce-abc', 'approve', 'Running');
    expect(await argo.act({ operation }, { name: 'announce-abc' }, 'b')).toMatchObject({ kind: 'done' });
    await argo.phase('announce-abc', 'Failed');
    expect((await argo.read('announce-abc')).status?.message).toBe(`Stopped with strategy '${strategy}'`);
    expect(await argo.act({ operation }, { name: 'announce-abc' }, 'c')).toStrictEqual({
      kind: 'done',
      detail: "Workflow 'announce-abc': it had finished already (Failed)",
    });
  });

  it('runs the failed step again on retry, and that alone', async () => {
    const argo = await start();
    await argo.submit(twoSteps);
    const built = await argo.end('announce-abc', 'build', 'Succeeded');
    const failed = await argo.end('announce-abc', 'deploy', 'Failed');
    await argo.phase('announce-abc', 'Failed');
    expect(await argo.act({ operation: 'retry' }, { name: 'announce-abc' }, 'b')).toMatchObject({ kind: 'done' });
    const again = await argo.end('announce-abc', 'deploy', 'Succeeded');
    expect([again?.name, again?.uid === failed?.uid]).toStrictEqual([failed?.name, false]);
    await argo.phase('announce-abc', 'Succeeded');
    expect((await cluster.read({ apiVersion: 'v1', kind: 'Pod', metadata: built as never })).metadata.uid).toBe(
      built?.uid,
    );
  });

  it('skips what had succeeded in a workflow that is resubmitted memoized', async () => {
    const argo = await start();
    await argo.submit(twoSteps);
    await argo.end('announce-abc', 'build', 'Succeeded');
    await argo.end('announce-abc', 'deploy', 'Failed');
    await argo.phase('announce-abc', 'Failed');
    const outcome = await argo.act({ operation: 'resubmit', memoized: true }, { name: 'announce-abc' }, 'def');
    expect(outcome).toStrictEqual({ kind: 'done', detail: "Workflow 'announce-def' created" });
    await argo.end('announce-def', 'deploy', 'Succeeded');
    await argo.phase('announce-def', 'Succeeded');
    expect(await argo.node('announce-def', 'build', 'Skipped')).toMatchObject({ type: 'Skipped' });
  });

  it.each(['WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow'])(
    'runs a workflow that was submitted from a %s, and holds it while it is suspended',
    async (kind) => {
      const argo = await start();
      const name = `hold-${kind.toLowerCase()}`;
      const scheduled = { schedules: ['0 0 1 1 *'], suspend: true, workflowSpec: held };
      const place = kind === 'ClusterWorkflowTemplate' ? {} : { namespace: argo.namespace };
      const spec = kind === 'CronWorkflow' ? scheduled : held;
      await cluster.apply([{ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, ...place }, spec }]);
      const workflow = `${name}-abc`;
      const submit = { operation: 'submit', from: { kind, name } };
      expect(await argo.act(submit, {})).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('parameters.sha'),
      });
      expect(await argo.act(submit, { parameters: { sha: 61137 } })).toMatchObject({ kind: 'done' });
      await argo.node(workflow, 'approve', 'Running');
      await argo.act({ operation: 'suspend' }, { name: workflow }, 'b');
      await argo.act({ operation: 'resume' }, { name: workflow }, 'c');
      await argo.phase(workflow, 'Succeeded');
    },
  );
});
