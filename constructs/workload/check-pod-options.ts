import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { suggest } from '../../model/suggest.ts';
import { show } from '../../model/to-schema.ts';
import { checkOptions } from './check-options.ts';
import type { PodOptions } from './pod-options.ts';

interface Pod {
  readonly at: string;
  /** The names of the containers that it has anyway. */
  readonly containers: readonly string[];
}

const lists = [
  'tolerations',
  'topologySpread',
  'imagePullSecrets',
  'env',
  'volumes',
  'volumeMounts',
  'containers',
] as const satisfies readonly (keyof PodOptions)[];

/** Throws an `InvalidSpecError` for what the cluster would refuse, or what would be another pod than it seems. */
export function checkPodOptions(options: PodOptions, pod: Pod): void {
  const { at } = pod;
  const { podTemplate } = options;
  for (const name of lists) {
    const value: unknown = options[name];
    if (value !== undefined && !Array.isArray(value))
      throw new InvalidSpecError(`${at}: ${name} ${show(value)} must be a list`);
  }
  for (const name of options.imagePullSecrets ?? [])
    if (typeof name !== 'string')
      throw new InvalidSpecError(`${at}: imagePullSecrets: ${show(name)} must be the name of a Secret`);
  if (podTemplate !== undefined) checkOptions(podTemplate, ['metadata', 'spec'], `${at}: podTemplate`);
  checkLabels(options.labels, `${at}: labels`);
  checkLabels(podTemplate?.metadata?.labels, `${at}: podTemplate.metadata.labels`);
  checkContainers(options, pod);
}

function checkLabels(labels: object = {}, at: string): void {
  const ours = Object.keys(labels).find((label) => label.startsWith('eventwright.dev/'));
  if (ours !== undefined)
    throw new InvalidSpecError(`${at}: '${ours}' is ours, for NetworkPolicies go by it; take it out`);
}

/** One without an image is a part of another; where there is none of its name, the API server would refuse the pod. */
function checkContainers({ containers = [], podTemplate }: PodOptions, pod: Pod): void {
  const known = [...pod.containers, ...containers.filter(({ image }) => image).map(({ name }) => name)];
  const check = (name: string, path: string, names: readonly string[]) => {
    if (names.includes(name)) return;
    throw new InvalidSpecError(
      `${pod.at}: ${path}: container '${name}' has no image, and the pod has none of that name${suggest(name, names)}`,
    );
  };
  for (const { name, image } of containers) if (!image) check(name, 'containers', known);
  for (const list of ['containers', 'initContainers'] as const)
    for (const { name, image } of podTemplate?.spec?.[list] ?? [])
      if (!image) check(name, `podTemplate.spec.${list}`, list === 'containers' ? known : []);
}
