import { argoWorkflow } from './argo-workflow.ts';

const apiGroup = 'argoproj.io';

it.each([
  [
    'submit',
    argoWorkflow.submit({ from: { kind: 'CronWorkflow', name: 'nightly' }, namespace: 'ci' }),
    [
      { namespace: 'ci', apiGroup, resource: 'workflows', verbs: ['create', 'get'] },
      { namespace: 'ci', apiGroup, resource: 'cronworkflows', verbs: ['get'], names: ['nightly'] },
    ],
  ],
  [
    'submit',
    argoWorkflow.submit({ from: { kind: 'ClusterWorkflowTemplate', name: 'build' } }),
    [
      { apiGroup, resource: 'workflows', verbs: ['create', 'get'] },
      { namespace: '*', apiGroup, resource: 'clusterworkflowtemplates', verbs: ['get'], names: ['build'] },
    ],
  ],
  [
    'retry',
    argoWorkflow.retry({ namespaces: ['ci'] }),
    [
      { apiGroup, resource: 'workflows', verbs: ['get', 'update'] },
      { apiGroup: '', resource: 'pods', verbs: ['get', 'delete'] },
      { namespace: 'ci', apiGroup, resource: 'workflows', verbs: ['get', 'update'] },
      { namespace: 'ci', apiGroup: '', resource: 'pods', verbs: ['get', 'delete'] },
    ],
  ],
  ['stop', argoWorkflow.stop(), [{ apiGroup, resource: 'workflows', verbs: ['get', 'update'] }]],
])('%s asks for the rights that it uses', (_, { needs }, access) => {
  expect(needs).toStrictEqual({ access });
});

it('the parameters of a manifest are those that a template may give', () => {
  const { type } = argoWorkflow.submit({
    from: {
      kind: 'Workflow',
      spec: {
        entrypoint: 'main',
        arguments: { parameters: [{ name: 'sha', value: 'none' }] },
        templates: [{ name: 'main', suspend: {} }],
      },
    },
  });
  // @ts-expect-error the manifest has no such parameter
  const wrong: NonNullable<typeof type> = { parameters: { shaa: '1' } };
  expect(wrong).toBeDefined();
});
