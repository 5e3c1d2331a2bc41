import { fromJournalSubject } from '../../../../model/event/address.ts';
import { streamSubjects } from '../../../../model/event-bus/jetstream-streams.ts';
import type { BusState, StoreName, StoreState } from '../../contract.ts';
import type { JetStreamConnection } from '../connection.ts';
import { defaultMaxBytes } from './stream-settings.ts';
import { countCopies, readStream } from './stream-state.ts';

/** What the streams hold, each as its leader sees it. */
export async function inspect(connection: JetStreamConnection): Promise<BusState> {
  const read = (store: StoreName) => readStore(connection, store);
  const [event, note, member, deadLetter, outcome, journalStore, journals] = await Promise.all([
    read('event'),
    read('note'),
    read('member'),
    read('deadLetter'),
    read('outcome'),
    read('journal'),
    readJournals(connection),
  ]);
  return { logs: { event, note, member, deadLetter, outcome }, journalStore, journals };
}

async function readStore(connection: JetStreamConnection, store: StoreName): Promise<StoreState> {
  const info = await readStream(connection, store);
  if (!info) {
    const quota = { maxBytes: defaultMaxBytes[store] };
    return { exists: false, bytes: 0, messages: 0, quota, replicas: { wanted: 1, current: 0 } };
  }
  const { state, config } = info;
  return {
    exists: true,
    bytes: state.bytes,
    messages: state.messages,
    quota: { maxBytes: config.max_bytes },
    replicas: { wanted: config.num_replicas, current: countCopies(info) },
  };
}

/** How many entries each journal has; the server tells of so many subjects at a time. */
async function readJournals(connection: JetStreamConnection): Promise<BusState['journals']> {
  const journals = new Map<string, BusState['journals'][number]>();
  for (let offset = 0, total = 1; offset < total; ) {
    const info = await readStream(connection, 'journal', { subjects_filter: streamSubjects.journal, offset });
    const subjects = Object.entries(info?.state.subjects ?? {});
    if (!info || subjects.length === 0) break;
    for (const [subject, entries] of subjects) {
      const partition = fromJournalSubject(subject);
      if (partition) journals.set(subject, { partition, entries });
    }
    offset += subjects.length;
    total = (info as { readonly total?: number }).total ?? subjects.length;
  }
  return [...journals.values()];
}
