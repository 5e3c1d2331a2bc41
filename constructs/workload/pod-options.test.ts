import type { EnvVar } from 'kubernetes-types/core/v1.js';
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

it('ports of one number and two protocols are two', () => {
  const ports = [
    { containerPort: 9000, protocol: 'TCP' },
    { containerPort: 9000, protocol: 'UDP' },
  ];
  const patch = { podTemplate: { spec: { containers: [{ name: 'main', ports }] } } } as PodOptions;
  const both = applyPodOptions(apply(patch), { podTemplate: patch.podTemplate ?? {} }, selector);
  expect(both.spec?.containers[0]?.ports).toStrictEqual(ports);
});

it('options take null at any depth, fields of any version, and no wrong type of those that are known', () => {
  const options: PodOptions = {
    env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'x', path: 'a', key: 'b' } } }],
    volumes: [{ name: 'models', image: { reference: 'models:1' } }],
    containers: [{ name: 'side', image: 'side:2', lifecycle: { stopSignal: 'SIGUSR1' } }],
    podSecurityContext: { runAsNonRoot: null, seLinuxChangePolicy: 'Recursive' },
    podTemplate: {
      metadata: { annotations: { checksum: null } },
      spec: {
        securityContext: { runAsUser: null, supplementalGroupsPolicy: 'Strict' },
        containers: [{ name: 'main', resources: null, startupProbe: { httpGet: null, exec: { command: ['x'] } } }],
      },
    },
  };
  const { metadata, spec } = apply(options);
  expect(metadata?.annotations).toStrictEqual({});
  expect(spec?.securityContext).toStrictEqual({
    seLinuxChangePolicy: 'Recursive',
    supplementalGroupsPolicy: 'Strict',
  });
  expect(spec?.containers[0]).not.toHaveProperty('resources');
  const typed: EnvVar = { name: 'A', value: '1' };
  const wrong: readonly PodOptions[] = [
    { env: [typed] },
    // @ts-expect-error a user is a number
    { podSecurityContext: { runAsUser: 'root' } },
    // @ts-expect-error a variable has a name
    { env: [{ value: '1' }] },
    // @ts-expect-error a port is a number
    { podTemplate: { spec: { containers: [{ name: 'main', ports: [{ containerPort: '80' }] }] } } },
  ];
  expect(wrong).toHaveLength(4);
});
