import type { Document } from '../document/document.ts';
import { toWorkerPrograms, type WorkerProgram } from '../document/worker-program.ts';
import type { BusClient } from './bus-client.ts';
import type { KafkaEventBusSpec } from './kafka.ts';
import { toJournalTopic, toTopic, toTopicsOf } from './kafka-topics.ts';

/** Who may do what on the brokers: one user for each component, which its replicas share. */
export interface KafkaUser {
  readonly client: Omit<BusClient, 'replica'>;
  readonly grants: readonly KafkaGrant[];
}

/** What an entry of Kafka's access control lists allows. `Read`, `Write`, `Delete` and `Alter` imply `Describe`. */
export interface KafkaGrant {
  readonly on: KafkaResource;
  readonly operations: readonly KafkaOperation[];
}

/** A topic; all whose names begin so; or the cluster. */
export type KafkaResource = { readonly topic: string } | { readonly prefix: string } | { readonly cluster: true };

export type KafkaOperation =
  | 'Alter'
  | 'AlterConfigs'
  | 'Create'
  | 'Delete'
  | 'Describe'
  | 'DescribeConfigs'
  | 'Read'
  | 'Write';

export interface KafkaUsersOptions {
  readonly bus: Pick<KafkaEventBusSpec, 'name' | 'topicPrefix'>;
  /** All documents of the bus. */
  readonly documents: readonly Document[];
  /** That of documents which name none, of the keeper and of operators. */
  readonly namespace: string;
}

type Bus = KafkaUsersOptions['bus'];

/**
 * The users that the components of a bus need, with what follows from their documents and no more: one for each worker,
 * one for the keeper, one for operators. Who may read an event of a source may read all of that source.
 */
export function deriveKafkaUsers({ bus, documents, namespace }: KafkaUsersOptions): readonly KafkaUser[] {
  const keeper = documents.find(({ kind }) => kind === 'Keeper')?.metadata;
  return [
    ...toWorkerPrograms(documents, namespace).map((program) => toWorkerUser(bus, program)),
    toKeeperUser(bus, { namespace: keeper?.namespace ?? namespace, name: keeper?.name ?? 'keeper' }),
    toOperatorUser(bus, { namespace, name: bus.name }),
  ];
}

function toWorkerUser(bus: Bus, program: WorkerProgram): KafkaUser {
  const { namespace, worker } = program;
  const own = { namespace, worker };
  const grants = new Map<string, Set<KafkaOperation>>();
  const grant = (topic: string, ...operations: readonly KafkaOperation[]) => {
    grants.set(topic, new Set([...(grants.get(topic) ?? []), ...operations]));
  };
  for (const topic of toWritten(bus, program)) grant(topic, 'Write');
  for (const topic of toRead(bus, program)) grant(topic, 'Read');
  grant(toJournalTopic(bus, own), 'Read', 'Write');
  grant(toTopic(bus, { class: 'note', ...own }), 'Read');
  grant(toTopic(bus, { class: 'member', ...own }), 'Read', 'Write');
  return {
    client: { component: 'worker', namespace, name: worker },
    grants: [...grants].map(([topic, operations]) => ({ on: { topic }, operations: [...operations].sort() })),
  };
}

/** Where events, dead letters and outcomes go. */
function toWritten(bus: Bus, { namespace, documents }: WorkerProgram): readonly string[] {
  return documents.flatMap(({ kind, metadata: { name } }) =>
    kind === 'EventSource'
      ? [toTopic(bus, { class: 'event', namespace, eventSource: name })]
      : (['deadLetter', 'outcome'] as const).map((letter) => toTopic(bus, { class: letter, namespace })),
  );
}

/** Where what sensors depend on comes from. */
function toRead(bus: Bus, { namespace: own, documents }: WorkerProgram): readonly string[] {
  return documents.flatMap((document) =>
    document.kind === 'EventSource'
      ? []
      : Object.values(document.spec.dependencies).map(({ namespace = own, eventSource }) =>
          toTopic(bus, { class: 'event', namespace, eventSource }),
        ),
  );
}

function toKeeperUser({ topicPrefix }: Bus, named: { readonly namespace: string; readonly name: string }): KafkaUser {
  return {
    client: { component: 'keeper', ...named },
    grants: [
      {
        on: { prefix: `${topicPrefix}.` },
        operations: ['Alter', 'AlterConfigs', 'Create', 'Delete', 'DescribeConfigs', 'Read', 'Write'],
      },
      // how much the topics hold
      { on: { cluster: true }, operations: ['Describe'] },
    ],
  };
}

/** Reads everything; writes notes, and marks at dead letters. */
function toOperatorUser(bus: Bus, named: { readonly namespace: string; readonly name: string }): KafkaUser {
  return {
    client: { component: 'operator', ...named },
    grants: [
      { on: { prefix: `${bus.topicPrefix}.` }, operations: ['Read'] },
      { on: { prefix: toTopicsOf(bus, 'note') }, operations: ['Write'] },
      { on: { prefix: toTopicsOf(bus, 'deadLetter') }, operations: ['Write'] },
    ],
  };
}
