import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { natsVersions } from '../../../model/event-bus/managed-jetstream-versions.ts';

/** A server that tests and benchmarks run, built from its Go module. */
export interface GoServer {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** The command's folder in the module, where it is not the module's own. */
  readonly package?: string;
}

const nats = { name: 'nats-server', module: 'github.com/nats-io/nats-server/v2' } as const;

export const natsServer: GoServer = { ...nats, version: '2.15.2' };
/** Publishes and reads, but may not carry journals on a cluster. */
export const oldNatsServer: GoServer = { ...nats, version: '2.10.27' };
/** Older than what the driver takes. */
export const ancientNatsServer: GoServer = { ...nats, version: '2.9.25' };

/** The versions that buses are deployed with. */
export const supportedNatsServers: readonly GoServer[] = natsVersions.map((version) => ({ ...nats, version }));

/** Keeps images. */
export const registryServer: GoServer = {
  name: 'registry',
  module: 'github.com/distribution/distribution/v3',
  version: '3.1.2',
  package: 'cmd/registry',
};

export const goServers: readonly GoServer[] = [
  ...supportedNatsServers,
  oldNatsServer,
  ancientNatsServer,
  registryServer,
];

/** Where what is built once is kept: outside the repository, for all checkouts. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'eventwright');
}

export function toBinary({ name, version }: GoServer): string {
  return join(cacheFolder(), `${name}-${version}`, name);
}

/** The binary of a server that is there. Throws where it was not built yet. */
export function findBinary(server: GoServer): string {
  const binary = toBinary(server);
  if (!existsSync(binary)) throw new Error(`${server.name} ${server.version} is not built; run: npm run provision`);
  return binary;
}
