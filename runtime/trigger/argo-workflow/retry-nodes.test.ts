import { findRetryNodes } from './retry-nodes.ts';
import type { Nodes, WorkflowNode } from './workflow.ts';

const node = (id: string, type: string, phase: string, more: Partial<WorkflowNode> = {}): WorkflowNode => ({
  id,
  name: id,
  type,
  phase,
  ...more,
});
const toNodes = (list: readonly WorkflowNode[]): Nodes => Object.fromEntries(list.map((each) => [each.id, each]));
const inRoot = { boundaryID: 'wf' };

const steps = toNodes([
  node('wf', 'Steps', 'Failed', { children: ['g0'] }),
  node('g0', 'StepGroup', 'Succeeded', { ...inRoot, children: ['build'] }),
  node('build', 'Pod', 'Succeeded', { ...inRoot, children: ['g1'] }),
  node('g1', 'StepGroup', 'Failed', { ...inRoot, children: ['deploy'] }),
  node('deploy', 'Pod', 'Failed', inRoot),
]);
const attempts = toNodes([
  node('wf', 'DAG', 'Failed', { children: ['test'] }),
  node('test', 'Retry', 'Failed', { ...inRoot, children: ['test-0', 'test-1'] }),
  node('test-0', 'Pod', 'Failed', { ...inRoot, nodeFlag: { retried: true } }),
  node('test-1', 'Pod', 'Failed', { ...inRoot, nodeFlag: { retried: true } }),
]);
const tolerated = toNodes([
  node('wf', 'DAG', 'Failed', { children: ['lint', 'test'] }),
  node('lint', 'Pod', 'Failed', { ...inRoot, children: ['report'] }),
  node('report', 'Pod', 'Succeeded', inRoot),
  node('test', 'Pod', 'Error', inRoot),
]);
const containers = toNodes([
  node('wf', 'Pod', 'Failed', { children: ['a', 'b'] }),
  node('a', 'Container', 'Succeeded', inRoot),
  node('b', 'Container', 'Failed', inRoot),
]);
const stopped = toNodes([
  node('wf', 'DAG', 'Failed', { children: ['approve'] }),
  node('approve', 'Suspend', 'Failed', inRoot),
]);

const inCircle = toNodes([
  node('wf', 'DAG', 'Failed', { children: ['a'] }),
  node('a', 'Pod', 'Failed', { boundaryID: 'b' }),
  node('b', 'DAG', 'Failed', { boundaryID: 'a' }),
]);
const withoutId = toNodes([
  node('wf', 'DAG', 'Failed', { children: ['a'] }),
  node('a', 'Pod', 'Failed', { boundaryID: '' }),
  node('', 'DAG', 'Failed'),
]);

it.each([
  ['a failed step, in the groups that hold it', steps, '', ['deploy'], ['wf', 'g1']],
  ['a step that is selected, with all that follows', steps, 'build', ['build', 'g1', 'deploy'], ['wf', 'g0']],
  ['every attempt of a step', attempts, '', ['test-0', 'test-1'], ['test', 'wf']],
  ['no failure that something succeeded after', tolerated, '', ['test'], ['wf']],
  ['a pod whole for one of its containers', containers, '', ['wf', 'a', 'b'], []],
  ['a step whose holders hold each other', inCircle, '', ['a'], ['b']],
  ['a step in a template without an id', withoutId, '-', ['a'], []],
  ['a suspended step that was stopped', stopped, '', ['approve'], ['wf']],
])('a retry runs again %s', (_, nodes, selected, removed, reopened) => {
  const found = findRetryNodes(nodes, 'wf', ({ id }) => id === selected);
  expect([[...found.removed].sort(), [...found.reopened].sort()]).toStrictEqual([removed.sort(), reopened.sort()]);
});
