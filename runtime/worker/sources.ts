import type { EventSourceDocument } from '../../model/document/document.ts';
import type { EventSourceSpec } from '../../model/event-source/event-source.ts';
import type { Cursor, EventSourceAdapter } from '../event-source/contract.ts';
import { loadEventSource } from '../event-source/index.ts';
import { type RunSourceOptions, runSource } from '../event-source/run-source.ts';
import type { Task } from '../partition/tasks.ts';
import type { Observation } from '../support/observation.ts';

type Shared = Omit<RunSourceOptions<EventSourceSpec>, 'name' | 'spec' | 'adapter' | 'cursor' | 'signal'>;

/** The event sources of a replica: those that listen on each, and the tasks of those that one replica at a time runs. */
export interface Sources extends AsyncDisposable {
  readonly tasks: readonly Task[];
  /** Which of those that run here do not listen. */
  silent(): readonly string[];
}

interface SourcesOptions extends Shared {
  readonly documents: readonly EventSourceDocument[];
}

/** Loads the adapters, and starts the sources that listen on each replica. Rejects with an `InvalidSpecError`. */
export async function startSources({ documents, ...shared }: SourcesOptions): Promise<Sources> {
  const over = new AbortController();
  const listening = new Set<string>();
  const running = new Set<string>();
  const observe = (observation: Observation): void => {
    if (observation.kind === 'listening') listening.add(observation.eventSource);
    if (observation.kind === 'sourceFailed') listening.delete(observation.eventSource);
    shared.observe(observation);
  };
  const loaded = await Promise.all(documents.map((document) => load(document, shared.namespace)));
  const everywhere = loaded.filter(({ adapter }) => adapter.runs === 'everywhere');
  const ended = everywhere.map((source) => run(source, { cursor: noCursor, signal: over.signal }));
  return {
    tasks: loaded
      .filter(({ adapter }) => adapter.runs === 'once')
      .map((source) => ({ key: source.key, run: ({ signal, cell }) => run(source, { cursor: cell, signal }) })),
    silent: () => [...running].filter((key) => !listening.has(key)).map((key) => `${key} does not listen`),
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.all(ended);
    },
  };

  async function run(source: Loaded, here: { readonly cursor: Cursor; readonly signal: AbortSignal }): Promise<void> {
    const { key, namespace, name, spec, adapter } = source;
    running.add(key);
    try {
      await runSource({ ...shared, namespace, name, spec, adapter, ...here, observe });
    } finally {
      running.delete(key);
      listening.delete(key);
    }
  }
}

interface Loaded {
  /** `<namespace>/<name>` */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly spec: EventSourceSpec;
  readonly adapter: EventSourceAdapter<EventSourceSpec>;
}

async function load({ metadata, spec }: EventSourceDocument, workerNamespace: string): Promise<Loaded> {
  const { name, namespace = workerNamespace } = metadata;
  const key = `${namespace}/${name}`;
  // each adapter belongs to its kind, which indexing by a union does not show
  const adapter = (await loadEventSource(spec.kind)) as EventSourceAdapter<EventSourceSpec>;
  adapter.check?.(spec, key);
  return { key, namespace, name, spec, adapter };
}

const noCursor: Cursor = {
  get: () => undefined,
  set: () => Promise.reject(new Error('a source that listens on each replica has no cursor')),
};
