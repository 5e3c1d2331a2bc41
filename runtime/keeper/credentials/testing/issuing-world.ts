import type { Document } from '../../../../model/document/document.ts';
import { parseDocument } from '../../../../model/document/parse-document.ts';
import type { JetStreamEventBusSpec } from '../../../../model/event-bus/jetstream.ts';
import type { CertificatesSpec, ManagedServersSpec } from '../../../../model/keeper/keeper.ts';
import type { BusIssuing } from '../../../event-bus/contract.ts';
import { jetStreamIssuing } from '../../../event-bus/jetstream/issuing/issuing.ts';
import { noLog } from '../../../support/log.ts';
import { ManualClock } from '../../../support/testing/manual-clock.ts';
import { type Issuance, Issuer, type IssuerOptions } from '../issuer.ts';
import { PodNudge } from '../pods.ts';
import { createSecretStore } from '../secret-store.ts';
import { FakeKubernetes } from './fake-kubernetes.ts';

const bus: JetStreamEventBusSpec = {
  kind: 'jetstream',
  name: 'bus',
  servers: ['tls://bus-nats-0.bus-nats-headless:4222'],
};

const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus };

/** An event source `name` of one event `tick`, on a worker. */
export function calendar(name: string, { namespace = 'ci', worker = 'main' } = {}): Document {
  const spec = { kind: 'calendar', events: { tick: { interval: '10s', catchUp: { ticks: 'none', maxAge: '1h' } } } };
  return parseDocument(
    JSON.stringify({ ...head, kind: 'EventSource', metadata: { name, namespace, worker }, spec }),
    name,
  );
}

const minute = 60_000;
const timing = {
  trustMs: 10 * minute,
  overlapMs: 5 * minute,
  lingerMs: 15 * minute,
  unansweredMs: 3 * minute,
  refusedMs: 3 * minute,
};
const signal = new AbortController().signal;

/** What the manifests of the bus and of worker `main` hold, empty. */
const applied = [
  ...['ops/bus-nats-ca', 'ops/bus-nats-tls', 'ops/bus-nats-users'],
  ...['ops/keeper-keeper-bus', 'ops/bus-operator-bus', 'ci/main-worker-bus'],
];

/** A keeper's issuer over Secrets in memory, whose servers take what `answer` says; without it, they are asked. */
export function issuingWorld(options: Partial<Pick<IssuerOptions, 'bus'>> & { readonly nowMs?: number } = {}) {
  const kubernetes = new FakeKubernetes();
  kubernetes.apply(...applied);
  const clock = new ManualClock(options.nowMs ?? Date.parse('2026-01-01T00:00:00Z'));
  const world = {
    kubernetes,
    clock,
    answer: 'accepted' as Awaited<ReturnType<BusIssuing<never>['probe']>> | undefined,
    probe: async (...asked: Parameters<typeof jetStreamIssuing.probe>) =>
      world.answer ?? jetStreamIssuing.probe(...asked),
    documents: [calendar('a')] as readonly Document[],
    certificates: { issuer: 'keeper', lifetime: '90d' } as CertificatesSpec,
    users: 'keeper' as ManagedServersSpec['users'],
    unread: new Set<string>(),
    /** A keeper's process that has just started. */
    start() {
      const issuer = new Issuer({
        store: createSecretStore({ client: kubernetes, bus: 'bus', namespace: 'ops', signal }),
        pods: new PodNudge({ client: kubernetes, namespace: 'ops', pods: ['bus-nats-0'], signal }),
        issuing: {
          ...(jetStreamIssuing as BusIssuing<never>),
          probe: (spec, shown) => world.probe(spec as JetStreamEventBusSpec, shown),
        },
        bus: options.bus ?? bus,
        namespace: 'ops',
        clock,
        log: noLog,
        timing,
      });
      return {
        run: () => issuer.run(world.issuance()),
      };
    },
    issuance: (): Issuance => ({
      documents: world.documents,
      isComplete: (namespace) => !world.unread.has(namespace),
      servers: {
        pods: ['bus-nats-0'],
        hosts: ['*.bus-nats-headless', 'bus-nats'],
        certificates: world.certificates,
        users: world.users,
      },
    }),
    /** What the servers know a client by. */
    idOf: (secret: string) => jetStreamIssuing.identify(kubernetes.read(secret, 'nkey.seed') ?? ''),
    /** The nkeys in the servers' file. */
    known: (): string[] => (kubernetes.read('ops/bus-nats-users', 'auth.conf') ?? '').match(/U[A-Z0-9]{55}/g) ?? [],
  };
  return world;
}
