import type {
  Affinity,
  Container,
  EnvVar,
  PodSecurityContext,
  PodTemplateSpec,
  ResourceRequirements,
  SecurityContext,
  Toleration,
  TopologySpreadConstraint,
  Volume,
  VolumeMount,
} from 'kubernetes-types/core/v1.js';
import { mergeAffinity } from './merge-affinity.ts';
import { mergeTemplate } from './merge-template.ts';
import type { Fields, FieldsPatch, PodTemplatePatch } from './pod-template-patch.ts';

/** What a program says of pods that we describe: in Kubernetes' own words, on top of ours. */
export interface PodOptions {
  /** Labels of the nodes that may run them. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of nodes that they tolerate. */
  readonly tolerations?: readonly Fields<Toleration>[];
  /** Added to the rules that keep replicas on nodes and zones of their own. */
  readonly affinity?: Fields<Affinity>;
  /** How they are spread. A constraint without a `labelSelector` counts the replicas of this workload. */
  readonly topologySpread?: readonly Fields<TopologySpreadConstraint>[];
  readonly priorityClassName?: string;
  /** Requests and limits of the main container, instead of the defaults. */
  readonly resources?: Fields<ResourceRequirements>;
  /** Added to the pod's, which satisfies Pod Security `restricted`; `null` takes a field out. */
  readonly podSecurityContext?: FieldsPatch<PodSecurityContext>;
  /** Added to that of the main container, which satisfies Pod Security `restricted`; `null` takes a field out. */
  readonly containerSecurityContext?: FieldsPatch<SecurityContext>;
  /** Default: what Kubernetes takes for the image's tag. */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of Secrets in the same namespace. */
  readonly imagePullSecrets?: readonly string[];
  /** Labels of the pods, beside ours; those that selectors go by stay as they are. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the pods, beside ours. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Variables of the main container; one of ours with the same name is replaced. */
  readonly env?: readonly Fields<EnvVar>[];
  /** Volumes beside ours. */
  readonly volumes?: readonly Fields<Volume>[];
  /** Mounts of the main container, beside ours. */
  readonly volumeMounts?: readonly Fields<VolumeMount>[];
  /** Containers beside the main one. */
  readonly containers?: readonly Fields<Container>[];
  /**
   * Merged into the pod template last, whatever fields it has: objects key by key, containers, volumes and variables by
   * name, mounts by path; other lists are replaced, and `null` takes a field out.
   */
  readonly podTemplate?: PodTemplatePatch;
}

/** What `options` make of a pod template; its first container is the main one. `selector` are the labels it is found by. */
export function applyPodOptions(
  template: PodTemplateSpec,
  options: PodOptions,
  selector: Readonly<Record<string, string>>,
): PodTemplateSpec {
  const { metadata, spec } = template;
  const [main, ...others] = spec?.containers ?? [];
  if (!spec || !main) throw new TypeError('a pod template has a container');
  const labelSelector = { matchLabels: { ...selector } };
  const applied = {
    metadata: mergeTemplate(metadata ?? {}, {
      ...(options.labels && { labels: options.labels }),
      ...(options.annotations && { annotations: options.annotations }),
    }),
    spec: mergeTemplate(
      {
        ...spec,
        ...(options.nodeSelector && { nodeSelector: { ...options.nodeSelector } }),
        ...(options.tolerations && { tolerations: [...options.tolerations] }),
        ...(options.affinity && { affinity: mergeAffinity(spec.affinity, options.affinity) }),
        ...(options.topologySpread && {
          topologySpreadConstraints: options.topologySpread.map((constraint) => ({ labelSelector, ...constraint })),
        }),
        ...(options.priorityClassName !== undefined && { priorityClassName: options.priorityClassName }),
        ...(options.imagePullSecrets && { imagePullSecrets: options.imagePullSecrets.map((name) => ({ name })) }),
        containers: [applyToMain(main, options), ...others],
      },
      {
        ...(options.podSecurityContext && { securityContext: options.podSecurityContext }),
        ...(options.volumes && { volumes: options.volumes }),
        ...(options.containers && { containers: options.containers }),
      },
    ),
  };
  const merged = mergeTemplate(applied, options.podTemplate ?? {});
  return { ...merged, metadata: { ...merged.metadata, labels: { ...merged.metadata?.labels, ...selector } } };
}

function applyToMain(main: Container, options: PodOptions): Container {
  return mergeTemplate(
    { ...main, ...(options.resources && { resources: options.resources }) },
    {
      ...(options.imagePullPolicy && { imagePullPolicy: options.imagePullPolicy }),
      ...(options.containerSecurityContext && { securityContext: options.containerSecurityContext }),
      ...(options.env && { env: options.env }),
      ...(options.volumeMounts && { volumeMounts: options.volumeMounts }),
    },
  );
}

/** What the options of pods are called. */
export function podOptionNames(): readonly string[] {
  return Object.keys(names);
}

/** The options of pods alone, out of the props of a construct. */
export function pickPodOptions(props: PodOptions): PodOptions {
  return Object.fromEntries(Object.entries(props).filter(([name]) => Object.hasOwn(names, name)));
}

/** The others. */
export function omitPodOptions<T extends PodOptions>(props: T): Omit<T, keyof PodOptions> {
  const others = Object.entries(props).filter(([name]) => !Object.hasOwn(names, name));
  return Object.fromEntries(others) as Omit<T, keyof PodOptions>;
}

const names: Readonly<Record<keyof PodOptions, true>> = {
  nodeSelector: true,
  tolerations: true,
  affinity: true,
  topologySpread: true,
  priorityClassName: true,
  resources: true,
  podSecurityContext: true,
  containerSecurityContext: true,
  imagePullPolicy: true,
  imagePullSecrets: true,
  labels: true,
  annotations: true,
  env: true,
  volumes: true,
  volumeMounts: true,
  containers: true,
  podTemplate: true,
};
