import { checkPodOptions } from './check-pod-options.ts';
import type { PodOptions } from './pod-options.ts';

const check = (options: object) => checkPodOptions(options as PodOptions, { at: 'ci/main', containers: ['worker'] });

it('a part of a container that is there is taken, and a new one with its image', () => {
  const side = { name: 'side', image: 'side:1' };
  expect(() =>
    check({
      containers: [side],
      podTemplate: { spec: { containers: [{ name: 'worker', tty: true }, { name: 'side' }], initContainers: [side] } },
    }),
  ).not.toThrow();
});

it.each<[string, object]>([
  ['ci/main: tolerations {"key":"x"} must be a list', { tolerations: { key: 'x' } }],
  ['ci/main: imagePullSecrets: {"name":"x"} must be the name of a Secret', { imagePullSecrets: [{ name: 'x' }] }],
  ["ci/main: podTemplate: there is no option 'specs', did you mean 'spec'?", { podTemplate: { specs: {} } }],
  [
    "ci/main: podTemplate.spec.containers: container 'workr' has no image, and the pod has none of that name, did you mean 'worker'?",
    { podTemplate: { spec: { containers: [{ name: 'workr', tty: true }] } } },
  ],
  [
    "ci/main: podTemplate.spec.initContainers: container 'worker' has no image, and the pod has none of that name; there is none",
    { podTemplate: { spec: { initContainers: [{ name: 'worker' }] } } },
  ],
  [
    "ci/main: containers: container 'side' has no image, and the pod has none of that name; there is 'worker'",
    { containers: [{ name: 'side' }] },
  ],
  [
    "ci/main: labels: 'eventwright.dev/bus' is ours, for NetworkPolicies go by it; take it out",
    { labels: { 'eventwright.dev/bus': 'other' } },
  ],
  [
    "ci/main: podTemplate.metadata.labels: 'eventwright.dev/bus' is ours",
    { podTemplate: { metadata: { labels: { 'eventwright.dev/bus': null } } } },
  ],
])('is refused: %s', (message, options) => {
  expect(() => check(options)).toThrow(message);
});
