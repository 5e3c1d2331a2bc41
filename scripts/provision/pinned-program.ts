import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder } from '../../runtime/support/testing/go-server.ts';

/** A program that is built from a Go module of ours in `scripts/cluster/`, which pins all that it is made of. */
export interface PinnedProgram {
  /** The folder, and the binary's name. */
  readonly name: string;
  /** The requirement that gives the program its version. */
  readonly of: string;
  /** The command, where it is not in the folder itself. */
  readonly package?: string;
  readonly tags?: string;
  /** Variables that the linker sets, from the version. */
  readonly variables?: (version: string) => Readonly<Record<string, string>>;
}

/** Every component of Kubernetes, by its first argument: `etcd`, `kube-apiserver`, `kubectl` and so on. */
export const kubernetes: PinnedProgram = {
  name: 'kubernetes',
  of: 'k8s.io/kubernetes',
  tags: 'selinux,notest,grpcnotrace',
  variables: toKubernetesVariables,
};

export const coreDns: PinnedProgram = { name: 'coredns', of: 'github.com/coredns/coredns' };

/** The program of all pods that are there for the network alone: it waits, serves, asks. */
export const probe: PinnedProgram = { name: 'probe', of: 'eventwright.dev/probe' };

/** Runs beside a NATS server and tells Prometheus of it. */
export const natsExporter: PinnedProgram = {
  name: 'prometheus-nats-exporter',
  of: 'github.com/nats-io/prometheus-nats-exporter',
  package: 'github.com/nats-io/prometheus-nats-exporter',
};

/** Runs beside a NATS server and has it read its configuration anew. */
export const natsConfigReloader: PinnedProgram = {
  name: 'nats-server-config-reloader',
  of: 'github.com/nats-io/nack',
  package: 'github.com/nats-io/nack/cmd/nats-server-config-reloader',
};

export const workflowController: PinnedProgram = {
  name: 'workflow-controller',
  of: 'github.com/argoproj/argo-workflows/v3',
  package: 'github.com/argoproj/argo-workflows/v3/cmd/workflow-controller',
};

export const pinnedPrograms: readonly PinnedProgram[] = [
  probe,
  natsExporter,
  natsConfigReloader,
  coreDns,
  kubernetes,
  workflowController,
];

const sources = resolve(import.meta.dirname, '../cluster');

export function toSourceFolder({ name }: PinnedProgram): string {
  return join(sources, name);
}

/** As its `go.mod` says; a program of our own has none. */
export function toVersion(program: PinnedProgram): string {
  const requirements = readFileSync(join(toSourceFolder(program), 'go.mod'), 'utf8');
  return new RegExp(`\\s${program.of} v(\\S+)`).exec(requirements)?.[1] ?? '0';
}

/** Where its binary is kept; another place once its sources, its dependencies or the Go version change. */
export function toPinnedBinary(program: PinnedProgram): string {
  const hash = createHash('sha256').update(goVersion());
  const folder = toSourceFolder(program);
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  const key = `${program.name}-${toVersion(program)}-${hash.digest('hex').slice(0, 12)}`;
  return join(cacheFolder(), key, program.name);
}

/** The binary of a program that is there. Throws where it was not built yet. */
export function findProgram(program: PinnedProgram): string {
  const binary = toPinnedBinary(program);
  if (!existsSync(binary)) throw new Error(`${program.name} is not built; run: npm run provision`);
  return binary;
}

let version: string | undefined;

function goVersion(): string {
  version ??= execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  return version;
}

function toKubernetesVariables(version: string): Readonly<Record<string, string>> {
  const [major = '', minor = ''] = version.split('.');
  const values = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const packages = ['k8s.io/client-go/pkg/version', 'k8s.io/component-base/version'];
  return Object.fromEntries(
    packages.flatMap((name) => Object.entries(values).map(([key, value]) => [`${name}.${key}`, value])),
  );
}
