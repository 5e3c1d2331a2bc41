import { parseSpec } from '../../model/schema.ts';
import type { Action } from './action.ts';
import { kubernetes } from './kubernetes.ts';

const job = { apiVersion: 'batch/v1', kind: 'Job' } as const;
const jobs = { apiGroup: 'batch', resource: 'jobs' };
const workflow = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' } as const;

function store({ kind, options, schema }: Action<never>) {
  return parseSpec(schema as NonNullable<typeof schema>, { kind, ...options }, 'a');
}

describe('a Kubernetes action', () => {
  it('stores its kind, its resource, and the defaults', () => {
    expect(store(kubernetes.create({ ...job, namespace: 'ci' }))).toStrictEqual({
      kind: 'kubernetes',
      operation: 'create',
      object: { apiVersion: 'batch/v1', kind: 'Job' },
      namespace: 'ci',
      namespaces: [],
      resource: 'jobs',
      scope: 'Namespaced',
      dryRun: false,
    });
  });

  it.each([
    ['create', kubernetes.create(job), [{ ...jobs, verbs: ['create', 'get'] }]],
    ['apply', kubernetes.apply(job), [{ ...jobs, verbs: ['create', 'patch'] }]],
    ['update', kubernetes.update(job), [{ ...jobs, verbs: ['get', 'update'] }]],
    ['patch', kubernetes.patch(job), [{ ...jobs, verbs: ['patch'] }]],
    ['delete', kubernetes.delete(job), [{ ...jobs, verbs: ['delete'] }]],
    [
      'an object that it names',
      kubernetes.apply({ ...job, name: 'nightly' }),
      [
        { ...jobs, verbs: ['create'] },
        { ...jobs, verbs: ['patch'], names: ['nightly'] },
      ],
    ],
    [
      'further namespaces',
      kubernetes.delete({ ...job, namespaces: ['a', 'b'] }),
      [
        { ...jobs, verbs: ['delete'] },
        { namespace: 'a', ...jobs, verbs: ['delete'] },
        { namespace: 'b', ...jobs, verbs: ['delete'] },
      ],
    ],
    [
      'the cluster',
      kubernetes.delete({ apiVersion: 'v1', kind: 'Namespace' }),
      [{ namespace: '*', apiGroup: '', resource: 'namespaces', verbs: ['delete'] }],
    ],
    [
      'a custom kind',
      kubernetes.patch({ ...workflow, resource: 'workflows' }),
      [{ apiGroup: 'argoproj.io', resource: 'workflows', verbs: ['patch'] }],
    ],
  ])('needs exactly the rights for %s', (_, action, access) => {
    expect((action as Action<unknown>).needs).toStrictEqual({ access });
  });

  it.each([
    [kubernetes.create(workflow), 'a: resource is missing, and the kind is none that Kubernetes itself defines'],
    [kubernetes.create({ kind: 'Job' } as typeof job), 'a: object.apiVersion is missing'],
    [kubernetes.create({ ...job, apiVersion: 'Batch' }), "a: object.apiVersion 'Batch' is no group and version"],
    [
      kubernetes.patch({ ...workflow, resource: 'workflows', patchType: 'strategic' }),
      "a: patchType: 'strategic' is for built-in kinds; use 'merge' for 'Workflow'",
    ],
    [
      kubernetes.delete({ apiVersion: 'v1', kind: 'Namespace', namespace: 'ci' }),
      "a: namespace: objects of scope 'Cluster' have none; take it out",
    ],
    [
      kubernetes.create({ apiVersion: 'v1', kind: 'Pod', resource: 'secrets' }),
      "a: resource 'secrets' is not that of a Pod, 'pods'; take it out",
    ],
    [
      kubernetes.create({ apiVersion: 'v1', kind: 'Pod', scope: 'Cluster' }),
      "a: scope 'Cluster' is not that of a Pod; take it out",
    ],
  ])('is refused: %#', (action, message) => {
    expect(() => store(action as Action<never>)).toThrow(message);
  });

  it.each(['create', 'apply', 'update', 'patch', 'delete'] as const)('has options: %s', (operation) => {
    const make = kubernetes[operation] as (options?: object) => unknown;
    expect(() => make()).toThrow(`kubernetes.${operation}: it has no options; say which objects it is about`);
  });
});
