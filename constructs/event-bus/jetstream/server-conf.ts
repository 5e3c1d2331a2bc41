import { createHash } from 'node:crypto';
import type { ManagedJetStreamSpec } from '../../../model/event-bus/managed-jetstream.ts';
import { toStoreBytes } from '../../../model/event-bus/managed-jetstream-quotas.ts';
import type { JetStreamServerSettingsSpec } from '../../../model/event-bus/managed-jetstream-settings.ts';
import { issuedKeys } from '../../../model/keeper/issued-secrets.ts';
import { type Quantity, toBytes } from '../../../model/quantity.ts';
import { toGoDuration } from '../../workload/go-duration.ts';
import { type BusNames, ports, toPodNames } from './names.ts';
import { type ConfValue, fromEnvironment, printConf } from './nats-conf.ts';

type Conf = { readonly [key: string]: ConfValue };

/** Where the files of a server are, in its pod. */
export const paths = {
  config: '/etc/nats',
  conf: 'nats.conf',
  users: issuedKeys.users,
  tls: 'tls',
  pid: '/var/run/nats',
  pidFile: '/var/run/nats/nats.pid',
  data: '/data',
} as const;

/** Variables of the environment that the file refers to. */
export const variables = { name: 'SERVER_NAME', advertise: 'CLUSTER_ADVERTISE', storeKey: 'STORE_KEY' } as const;

export interface ServerConf {
  /** In the ConfigMap. Of one server another than of several: it must not find what makes a cluster of it. */
  readonly key: 'nats.conf' | 'nats-alone.conf';
  readonly text: string;
  /** Changes with what a running server cannot take over: it has to be started again. */
  readonly checksum: string;
}

/** How long servers wait before they close the connections of clients, which have been told to leave. */
const gracePeriod = '10s';

/** The configuration of the servers of a bus: one file for all of them. */
export function toServerConf(spec: ManagedJetStreamSpec, volume: Quantity, names: BusNames): ServerConf {
  const { settings } = spec;
  const { jetstream: rawJetStream, cluster: rawCluster, ...raw } = lowerCaseBlocks(settings.raw);
  const fixed: Conf = {
    server_name: fromEnvironment(variables.name),
    port: ports.client,
    http_port: ports.monitor,
    pid_file: paths.pidFile,
    lame_duck_grace_period: gracePeriod,
    lame_duck_duration: toGoDuration(settings.lameDuckDuration),
    ...(settings.maxPending !== undefined && { max_pending: toBytes(settings.maxPending) }),
    jetstream: { ...toJetStreamBlock(spec, volume), ...rawJetStream },
    ...raw,
  };
  const limits = toLimits(settings);
  const cluster = spec.replicas > 1 && { cluster: toClusterBlock(spec, names, rawCluster) };
  const text = printConf({ ...fixed, ...limits, tls: toTlsBlock(), ...cluster }, [`./${paths.users}`]);
  // without a reloader nobody tells a running server of anything
  const restarts = spec.reloader ? JSON.stringify([printConf(fixed), rawCluster ?? {}]) : text;
  const hash = createHash('sha256').update(restarts);
  const key = spec.replicas > 1 ? 'nats.conf' : 'nats-alone.conf';
  return { key, text, checksum: hash.digest('hex').slice(0, 16) };
}

/** What a server takes over while it runs. */
function toLimits(settings: JetStreamServerSettingsSpec): Conf {
  const { maxConnections, writeDeadline, pingInterval, maxPingsOut, debug, trace } = settings;
  return {
    max_payload: toBytes(settings.maxPayload),
    ...(maxConnections !== undefined && { max_connections: maxConnections }),
    ...(writeDeadline !== undefined && { write_deadline: toGoDuration(writeDeadline) }),
    ...(pingInterval !== undefined && { ping_interval: toGoDuration(pingInterval) }),
    ...(maxPingsOut !== undefined && { ping_max: maxPingsOut }),
    ...(debug && { debug }),
    ...(trace && { trace }),
  };
}

function toJetStreamBlock({ settings, replicas }: ManagedJetStreamSpec, volume: Quantity): Conf {
  const { encryption, syncInterval = replicas === 1 ? 'always' : undefined } = settings;
  return {
    store_dir: paths.data,
    max_file_store: toStoreBytes(volume),
    max_memory_store: toBytes(settings.maxMemoryStore),
    ...(syncInterval !== undefined && {
      sync_interval: syncInterval === 'always' ? syncInterval : toGoDuration(syncInterval),
    }),
    ...(encryption && { cipher: encryption.cipher, key: fromEnvironment(variables.storeKey) }),
  };
}

function toClusterBlock({ replicas }: ManagedJetStreamSpec, names: BusNames, raw: Conf = {}): Conf {
  const host = (pod: string) => `${pod}.${names.headlessService}`;
  return {
    name: names.servers,
    port: ports.cluster,
    advertise: fromEnvironment(variables.advertise),
    // clients go by the names in certificates, not by the addresses of pods
    no_advertise: true,
    connect_retries: 120,
    routes: toPodNames(names, replicas).map((pod) => `tls://${host(pod)}:${ports.cluster}`),
    tls: { ...toTlsBlock(), ca_file: toFile(issuedKeys.ca), verify: true },
    ...raw,
  };
}

function toTlsBlock(): Conf {
  const { certificate, certificateKey } = issuedKeys;
  // NATS gives a handshake two seconds, too little on a node that has just started
  return { cert_file: toFile(certificate), key_file: toFile(certificateKey), timeout: 5 };
}

function toFile(key: string): string {
  return `${paths.config}/${paths.tls}/${key}`;
}

/** NATS' keys know no case. */
function lowerCaseBlocks(raw: Conf): { jetstream?: Conf; cluster?: Conf } & Conf {
  const blocks = new Set(['jetstream', 'cluster']);
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [blocks.has(key.toLowerCase()) ? key.toLowerCase() : key, value]),
  );
}
