import type { Document } from '../../../../model/document/document.ts';
import { parseDocument } from '../../../../model/document/parse-document.ts';
import type { KafkaEventBusSpec } from '../../../../model/event-bus/kafka.ts';
import type { DeclaredOnBus } from '../../contract.ts';

interface Owner {
  readonly namespace: string;
  readonly worker: string;
  /** The names of its event sources; `git` by default. */
  readonly eventSources?: readonly string[];
}

/** What is published and stored, declared: sources, a sensor and a worker for each owner. */
export function declare(bus: KafkaEventBusSpec, owners: readonly Owner[]): DeclaredOnBus {
  return { documents: owners.flatMap((owner) => toDocuments(bus, owner)), namespace: 'platform' };
}

function toDocuments(
  bus: KafkaEventBusSpec,
  { namespace, worker, eventSources = ['git'] }: Owner,
): readonly Document[] {
  const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus };
  const parse = (document: object) => parseDocument(JSON.stringify({ ...head, ...document }), 'test');
  const calendar = { kind: 'calendar', events: { push: { interval: '1d' }, tag: { interval: '1d' } } };
  return [
    ...eventSources.map((name) =>
      parse({ kind: 'EventSource', metadata: { name, namespace, worker }, spec: calendar }),
    ),
    parse({
      kind: 'Sensor',
      metadata: { name: 'deploy', namespace, worker },
      spec: { dependencies: { push: { eventSource: 'git', event: 'push' } }, triggers: {} },
    }),
  ];
}
