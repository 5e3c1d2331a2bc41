import { applyPodOptions, omitPodOptions, type PodOptions, pickPodOptions } from './pod-options.ts';

const selector = { app: 'main' };
const template = {
  metadata: { labels: { ...selector, version: '1' }, annotations: { checksum: 'a' } },
  spec: {
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [spread('host')] } },
    securityContext: { runAsNonRoot: true },
    containers: [
      {
        name: 'main',
        image: 'main:1',
        env: [{ name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
        resources: { requests: { cpu: '1' } },
        volumeMounts: [{ name: 'config', mountPath: '/config' }],
      },
      { name: 'side', image: 'side:1' },
    ],
    volumes: [{ name: 'config', configMap: { name: 'main' } }],
  },
};

function spread(topologyKey: string) {
  return { weight: 1, podAffinityTerm: { topologyKey } };
}

const apply = (options: PodOptions) => applyPodOptions(template, options, selector);
const specOf = (options: PodOptions) => apply(options).spec;

it('no options leave a template as it is', () => {
  expect(apply({})).toStrictEqual(template);
});

it('affinity is added to ours', () => {
  const podAntiAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [spread('rack')] };
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } };
  expect(specOf({ affinity: { nodeAffinity, podAntiAffinity } })?.affinity).toStrictEqual({
    nodeAffinity,
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [spread('host'), spread('rack')] },
  });
});

it('a topology constraint counts the replicas, unless it says whom', () => {
  const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' } as const;
  const labelSelector = { matchLabels: { team: 'ci' } };
  const { topologySpreadConstraints } =
    specOf({ topologySpread: [constraint, { ...constraint, labelSelector }] }) ?? {};
  expect(topologySpreadConstraints).toStrictEqual([
    { labelSelector: { matchLabels: selector }, ...constraint },
    { ...constraint, labelSelector },
  ]);
});

it('a variable, a mount and the resources of ours are replaced, not mixed', () => {
  const [main] =
    specOf({
      env: [{ name: 'NAME', value: 'x' }],
      volumeMounts: [{ name: 'mine', mountPath: '/config' }],
      resources: { limits: { memory: '1Gi' } },
    })?.containers ?? [];
  expect(main).toStrictEqual({
    name: 'main',
    image: 'main:1',
    env: [{ name: 'NAME', value: 'x' }],
    resources: { limits: { memory: '1Gi' } },
    volumeMounts: [{ name: 'mine', mountPath: '/config' }],
  });
});

it('labels that selectors go by stay', () => {
  expect(apply({ labels: { app: 'other', team: 'ci' } }).metadata?.labels).toStrictEqual({
    app: 'main',
    version: '1',
    team: 'ci',
  });
});

it('a pod template is merged last, by name, whatever it holds; null takes out', () => {
  const { metadata, spec } = apply({
    containers: [{ name: 'log', image: 'log:1' }],
    podTemplate: {
      metadata: { annotations: { more: 'b' } },
      spec: {
        affinity: null,
        newer: { field: true },
        containers: [
          { name: 'side', image: 'side:2', newer: 1 },
          { name: 'last', image: 'last:1' },
        ],
      },
    },
  });
  expect(metadata?.annotations).toStrictEqual({ checksum: 'a', more: 'b' });
  expect(spec).not.toHaveProperty('affinity');
  expect(spec).toMatchObject({ newer: { field: true }, securityContext: { runAsNonRoot: true } });
  expect(spec?.containers.slice(1)).toStrictEqual([
    { name: 'side', image: 'side:2', newer: 1 },
    { name: 'log', image: 'log:1' },
    { name: 'last', image: 'last:1' },
  ]);
});

it('the options of pods are told from the others', () => {
  const props = { replicas: 3, env: [], labels: {} };
  expect(pickPodOptions(props)).toStrictEqual({ env: [], labels: {} });
  expect(omitPodOptions(props)).toStrictEqual({ replicas: 3 });
});
