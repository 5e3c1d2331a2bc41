import type { Container, EnvVar, Probe, ResourceRequirements, SecurityContext } from 'kubernetes-types/core/v1.js';
import type { ManagedJetStreamSpec } from '../../../model/event-bus/managed-jetstream.ts';
import { type BusImages, toBusImages } from '../../../model/event-bus/managed-jetstream-versions.ts';
import { isQuantity, toBytes } from '../../../model/quantity.ts';
import type { PodOptions } from '../../workload/pod-options.ts';
import { restrictedContainer } from '../../workload/restricted.ts';
import { type BusNames, ports } from './names.ts';
import { paths, variables } from './server-conf.ts';

const defaultResources: ResourceRequirements = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { memory: '1Gi' },
};
const sidecarResources: ResourceRequirements = {
  requests: { cpu: '10m', memory: '32Mi' },
  limits: { memory: '64Mi' },
};

const pidMount = { name: 'pid', mountPath: paths.pid };
const configMount = { name: 'config', mountPath: paths.config, readOnly: true };

/** The server first, which options of pods are about. */
export function toContainers(spec: ManagedJetStreamSpec, names: BusNames, options: PodOptions): readonly Container[] {
  const images = toImages(spec);
  const { imagePullPolicy } = options;
  const sidecar = (name: string, image: string, more: Partial<Container>): Container => ({
    name,
    image,
    ...(imagePullPolicy !== undefined && { imagePullPolicy }),
    resources: sidecarResources,
    securityContext: restrictedContainer,
    ...more,
  });
  return [
    toServer(spec, names, { image: images.server, resources: toServerResources(options) }),
    ...(spec.reloader
      ? [
          sidecar('reloader', images.reloader, {
            args: ['-pid', paths.pidFile, '-config', `${paths.config}/${paths.conf}`],
            volumeMounts: [pidMount, configMount],
            securityContext: { ...restrictedContainer, ...toUser(options) },
          }),
        ]
      : []),
    ...(spec.exporter
      ? [
          sidecar('exporter', images.exporter, {
            args: [
              `-port=${ports.metrics}`,
              ...['-varz', '-connz', '-routez', '-healthz', '-jsz=streams', '-use_internal_server_name'],
              `http://127.0.0.1:${ports.monitor}`,
            ],
            ports: [{ name: 'metrics', containerPort: ports.metrics }],
          }),
        ]
      : []),
  ];
}

/** Only the same user may signal the server. */
function toUser({ containerSecurityContext = {} }: PodOptions): SecurityContext {
  const user = ['runAsUser', 'runAsGroup', 'runAsNonRoot'];
  return Object.fromEntries(Object.entries(containerSecurityContext).filter(([field]) => user.includes(field)));
}

interface ServerImage {
  readonly image: string;
  readonly resources: ResourceRequirements;
}

function toServer(spec: ManagedJetStreamSpec, names: BusNames, { image, resources }: ServerImage): Container {
  return {
    name: 'nats',
    image,
    args: ['--config', `${paths.config}/${paths.conf}`],
    env: [...toEnv(spec, names), ...toMemoryLimit(resources)],
    ports: [
      { name: 'client', containerPort: ports.client },
      { name: 'cluster', containerPort: ports.cluster },
      { name: 'monitor', containerPort: ports.monitor },
    ],
    ...toProbes(),
    // a server that hands over its clients ignores the SIGTERM that follows
    lifecycle: { preStop: { exec: { command: ['nats-server', '--signal', `ldm=${paths.pidFile}`] } } },
    resources,
    securityContext: restrictedContainer,
    volumeMounts: [{ name: 'data', mountPath: paths.data }, pidMount, configMount],
  };
}

/**
 * While a server recovers its store, its monitoring port answers `/` and refuses every form of `/healthz`: readiness
 * waits for the latter as long as it takes, and only silence on `/`, for five minutes, starts the server anew.
 * The full `/healthz` also fails where a single stream or consumer lags, which a restart makes worse.
 */
function toProbes(): { readonly readinessProbe: Probe; readonly livenessProbe: Probe } {
  return {
    readinessProbe: {
      httpGet: { path: '/healthz?js-server-only=true', port: 'monitor' },
      periodSeconds: 5,
      timeoutSeconds: 5,
    },
    livenessProbe: {
      httpGet: { path: '/', port: 'monitor' },
      initialDelaySeconds: 30,
      periodSeconds: 30,
      timeoutSeconds: 10,
      failureThreshold: 10,
    },
  };
}

function toEnv({ settings, replicas }: ManagedJetStreamSpec, names: BusNames): readonly EnvVar[] {
  const { encryption } = settings;
  return [
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: variables.name, value: '$(POD_NAME)' },
    ...(replicas > 1
      ? [{ name: variables.advertise, value: `$(POD_NAME).${names.headlessService}:${ports.cluster}` }]
      : []),
    ...(encryption
      ? [
          { name: 'STORE_KEY_TEXT', valueFrom: { secretKeyRef: { ...encryption.key } } },
          // without quotes, a server reads a key that begins with a digit as a number
          { name: variables.storeKey, value: '"$(STORE_KEY_TEXT)"' },
        ]
      : []),
  ];
}

/** The garbage collector begins to work harder before the kernel ends the process. */
function toMemoryLimit(resources: ResourceRequirements): readonly EnvVar[] {
  const bytes = toMemoryBytes(resources);
  return bytes === undefined ? [] : [{ name: 'GOMEMLIMIT', value: `${Math.floor(bytes * 0.9)}B` }];
}

export function toServerResources({ resources = defaultResources }: PodOptions): ResourceRequirements {
  return resources;
}

/** The limit, where there is one. */
export function toMemoryBytes({ limits }: ResourceRequirements): number | undefined {
  const memory = limits?.memory;
  const bytes = isQuantity(memory) ? toBytes(memory) : Number(memory);
  return bytes > 0 ? bytes : undefined;
}

function toImages({ version, images: { registry, ...own } }: ManagedJetStreamSpec): BusImages {
  const known = Object.entries(toBusImages(version)).map(([name, image]) => [
    name,
    registry === undefined ? image : `${registry}/${image}`,
  ]);
  return { ...Object.fromEntries(known), ...own };
}
