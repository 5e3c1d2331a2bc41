import { gunzipSync, gzipSync } from 'node:zlib';
import type { Change } from './change.ts';
import { wasChangedBy, withChange } from './execution-record.ts';
import { toNodeId, toPodName } from './node-name.ts';
import { resume } from './resume.ts';
import { retry } from './retry.ts';
import { stop, terminate } from './shut-down.ts';
import { suspend } from './suspend.ts';
import type { Workflow, WorkflowNode, WorkflowStatus } from './workflow.ts';
import { toWorkflowName } from './workflow-name.ts';

const toWorkflow = (status: WorkflowStatus = {}, spec: Workflow['spec'] = {}): Workflow => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name: 'wf', namespace: 'ci' },
  spec,
  status,
});
const waiting: WorkflowNode = { id: 'a', name: 'a', displayName: 'approve', type: 'Suspend', phase: 'Running' };
const run = (change: (workflow: Workflow, request: { name: string }, nowMs: number) => Change, workflow: Workflow) =>
  change(workflow, { name: 'wf' }, 0);

it.each([
  ['suspend', suspend, toWorkflow({ phase: 'Running' }), 'change'],
  ['suspend', suspend, toWorkflow({}, { suspend: true }), 'done'],
  ['suspend', suspend, toWorkflow({ phase: 'Succeeded' }), 'failed'],
  ['resume', resume, toWorkflow({}, { suspend: true }), 'change'],
  ['resume', resume, toWorkflow({ nodes: { a: waiting } }), 'change'],
  ['resume', resume, toWorkflow({ phase: 'Running' }), 'done'],
  ['resume', resume, toWorkflow({ phase: 'Failed' }), 'done'],
  ['resume', resume, toWorkflow({ offloadNodeStatusVersion: 'v' }), 'failed'],
  ['stop', stop, toWorkflow({ phase: 'Running' }), 'change'],
  ['stop', stop, toWorkflow({}, { shutdown: 'Terminate' }), 'done'],
  ['stop', stop, toWorkflow({ phase: 'Error' }), 'done'],
  ['terminate', terminate, toWorkflow({}, { shutdown: 'Stop' }), 'change'],
  ['terminate', terminate, toWorkflow({}, { shutdown: 'Terminate' }), 'done'],
  ['retry', retry, toWorkflow({ phase: 'Running' }), 'retry'],
  ['retry', retry, toWorkflow({ phase: 'Succeeded' }), 'failed'],
  ['retry', retry, toWorkflow({ phase: 'Failed' }), 'change'],
  ['retry', retry, toWorkflow({ phase: 'Failed', offloadNodeStatusVersion: 'v' }), 'failed'],
])('%s is decided by what the workflow is', (_, change, workflow, kind) => {
  expect(run(change as typeof suspend, workflow).kind).toBe(kind);
});

it('a selected step that is not reached yet is waited for, and one that has gone on is done', () => {
  const request = { name: 'wf', nodeFieldSelector: 'displayName=approve' };
  expect(resume(toWorkflow({ phase: 'Running' }), request, 0).kind).toBe('retry');
  expect(resume(toWorkflow({ phase: 'Succeeded' }), request, 0).kind).toBe('failed');
  const gone = { a: { ...waiting, phase: 'Succeeded' } };
  expect(resume(toWorkflow({ nodes: gone }), request, 0).kind).toBe('done');
});

it('nodes that were compressed stay so', () => {
  const compressedNodes = gzipSync(JSON.stringify({ a: waiting })).toString('base64');
  const change = run(resume, toWorkflow({ compressedNodes }));
  const status = change.kind === 'change' ? change.workflow.status : undefined;
  const nodes = JSON.parse(gunzipSync(Buffer.from(status?.compressedNodes ?? '', 'base64')).toString());
  expect([status?.nodes, nodes.a.phase]).toStrictEqual([undefined, 'Succeeded']);
});

it('a suspended step that waits for a value without a default is not resumed', () => {
  const outputs = { parameters: [{ name: 'answer', valueFrom: { supplied: {} } }] };
  expect(run(resume, toWorkflow({ nodes: { a: { ...waiting, outputs } } }))).toStrictEqual({
    kind: 'failed',
    reason: "a suspended step waits for a value of 'answer', which has no default",
  });
});

it('a group that was skipped stays so when a step in it runs again', () => {
  const group: WorkflowNode = { id: 'g', name: 'g', type: 'TaskGroup', phase: 'Skipped', children: ['b'] };
  const root: WorkflowNode = { id: 'wf', name: 'wf', type: 'DAG', phase: 'Failed', children: ['g'] };
  const step: WorkflowNode = { id: 'b', name: 'b', type: 'Pod', phase: 'Failed', boundaryID: 'wf' };
  const change = run(
    retry,
    toWorkflow({ phase: 'Failed', nodes: { wf: root, g: { ...group, boundaryID: 'wf' }, b: step } }),
  );
  const nodes = change.kind === 'change' ? change.workflow.status?.nodes : undefined;
  expect([nodes?.g?.phase, nodes?.wf?.phase, nodes?.b]).toStrictEqual(['Skipped', 'Running', undefined]);
});

it('a workflow remembers the last sixteen executions that changed it', () => {
  const at = 'ci/deploy/announce';
  const ids = Array.from({ length: 17 }, (_, i) => `e${i}`);
  const changed = ids.reduce(
    (workflow, executionId) => withChange(workflow, { at, executionId }, 'stop'),
    toWorkflow(),
  );
  expect(ids.filter((executionId) => !wasChangedBy(changed, { at, executionId }))).toStrictEqual(['e0']);
});

it('names are those of the controller, and fit in a label', () => {
  const step = { ...waiting, name: 'announce-abc[0].approve', templateName: 'wait' };
  expect(toNodeId('announce-abc', step.name)).toBe('announce-abc-1935014736');
  expect(toPodName('announce-abc', step, 'v2')).toBe('announce-abc-wait-1935014736');
  expect(toWorkflowName(`${'x'.repeat(35)}-y`, 'a'.repeat(26))).toBe(`${'x'.repeat(35)}-${'a'.repeat(26)}`);
});
