import type { Document, WorkerDocument } from '../document/document.ts';
import { toWorkerPrograms, type WorkerProgram } from '../document/worker-program.ts';
import { type EventAddress, toSubject } from '../event/address.ts';
import { type BusClient, toInboxPrefix } from './bus-client.ts';
import { type JetStreamEventBusSpec, toJetStreamApi } from './jetstream.ts';
import { type JetStreamStore, streamNames, streamSubjects } from './jetstream-streams.ts';

/** Who may do what on the servers: one user for each component, which its replicas share. */
export interface JetStreamUser {
  readonly client: Omit<BusClient, 'replica'>;
  /** Subjects to which it may publish: messages, and requests to JetStream's API. */
  readonly publish: readonly string[];
  /** Subjects to which it may subscribe. */
  readonly subscribe: readonly string[];
}

export interface JetStreamUsersOptions {
  readonly bus: Pick<JetStreamEventBusSpec, 'name' | 'domain' | 'apiPrefix'>;
  /** All documents of the bus. */
  readonly documents: readonly Document[];
  /** That of documents which name none, of the keeper and of operators. */
  readonly namespace: string;
}

const stores = Object.keys(streamNames) as readonly JetStreamStore[];

/**
 * The users that the components of a bus need, with what follows from their documents and no more: one for each worker,
 * one for the keeper, one for operators. A worker whose sensors depend on several namespaces may read all events of the
 * bus: a server can hold a reader to one filter, not to several.
 */
export function deriveJetStreamUsers(options: JetStreamUsersOptions): readonly JetStreamUser[] {
  const { documents, namespace } = options;
  const api = toJetStreamApi(options.bus);
  const keeper = documents.find(({ kind }) => kind === 'Keeper')?.metadata;
  return [
    ...toWorkerPrograms(documents, namespace).map((program) => toWorkerUser(api, program)),
    toKeeperUser(api, { namespace: keeper?.namespace ?? namespace, name: keeper?.name ?? 'keeper' }),
    toOperatorUser(api, { namespace, name: options.bus.name }),
  ];
}

function toWorkerUser(api: string, program: WorkerProgram): JetStreamUser {
  const { namespace, worker, documents } = program;
  const client = { component: 'worker', namespace, name: worker } as const;
  const note = toSubject({ class: 'note', namespace, worker });
  const member = toSubject({ class: 'member', namespace, worker });
  const journals = `ew.j.${namespace}.${worker}.*`;
  const events = toEventFilter(program);
  return {
    client,
    publish: [
      ...documents.flatMap((document) => toWritten(document, namespace)),
      member,
      journals,
      ...(['event', 'journal', 'note', 'member', 'deadLetter'] as const).map((store) => toInfo(api, store)),
      ...(events ? toReading(api, 'event', events) : []),
      ...toReading(api, 'journal', journals),
      ...toReading(api, 'note', note),
      ...toReading(api, 'member', member),
    ],
    subscribe: [`${toInboxPrefix(client)}.>`],
  };
}

/** What a document's events, dead letters and outcomes are published to. */
function toWritten(document: WorkerDocument, namespace: string): readonly string[] {
  const { name } = document.metadata;
  if (document.kind === 'Sensor') return [`ew.d.${namespace}.${name}.*`, `ew.o.${namespace}.${name}.*`];
  return Object.keys(document.spec.events).map(
    (event) => `${toSubject({ class: 'event', namespace, eventSource: name, event })}.*`,
  );
}

/** The narrowest subject that holds every filter its readers use; absent where nothing is read. */
function toEventFilter({ namespace, documents }: WorkerProgram): string | undefined {
  const read = new Map<string, EventAddress>();
  for (const document of documents) {
    if (document.kind !== 'Sensor') continue;
    for (const dependency of Object.values(document.spec.dependencies)) {
      const { eventSource, event } = dependency;
      const address = { class: 'event', namespace: dependency.namespace ?? namespace, eventSource, event } as const;
      read.set(toSubject(address), address);
    }
  }
  const [first, ...others] = read.values();
  if (!first) return undefined;
  if (others.length === 0) return `${toSubject(first)}.*`;
  if (others.some((other) => other.namespace !== first.namespace)) return streamSubjects.event;
  return others.some((other) => other.eventSource !== first.eventSource)
    ? `ew.e.${first.namespace}.>`
    : `ew.e.${first.namespace}.${first.eventSource}.>`;
}

function toInfo(api: string, store: JetStreamStore): string {
  return `${api}.STREAM.INFO.${streamNames[store]}`;
}

/** What a reader asks for. Its consumers have names that nobody can guess, and no permission lists them. */
function toReading(api: string, store: JetStreamStore, filter: string): readonly string[] {
  const stream = streamNames[store];
  const create = `${api}.CONSUMER.CREATE.${stream}`;
  return [
    filter === streamSubjects[store] ? `${create}.>` : `${create}.*.${filter}`,
    `${api}.CONSUMER.MSG.NEXT.${stream}.*`,
  ];
}

function toKeeperUser(api: string, named: { readonly namespace: string; readonly name: string }): JetStreamUser {
  const client = { component: 'keeper', ...named } as const;
  return {
    client,
    publish: [
      'ew.>',
      `${api}.STREAM.NAMES`,
      ...stores.flatMap((store) => [
        ...['INFO', 'CREATE', 'UPDATE', 'PURGE'].map((verb) => `${api}.STREAM.${verb}.${streamNames[store]}`),
        ...toReading(api, store, streamSubjects[store]),
        `${api}.CONSUMER.DELETE.${streamNames[store]}.*`,
      ]),
      `${api}.STREAM.MSG.GET.${streamNames.journal}`,
    ],
    // whatever namespace a program without a Keeper has it in
    subscribe: ['_INBOX.keeper.>'],
  };
}

function toOperatorUser(api: string, named: { readonly namespace: string; readonly name: string }): JetStreamUser {
  return {
    client: { component: 'operator', ...named },
    publish: [
      streamSubjects.note,
      streamSubjects.deadLetter,
      ...stores.flatMap((store) => [
        toInfo(api, store),
        ...toReading(api, store, streamSubjects[store]),
        `${api}.CONSUMER.DELETE.${streamNames[store]}.*`,
      ]),
    ],
    // whatever namespace it works in
    subscribe: ['_INBOX.operator.>'],
  };
}
