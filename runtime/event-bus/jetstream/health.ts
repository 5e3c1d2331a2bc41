import { JetStreamApiError, type StreamInfo } from '@nats-io/jetstream';
import { streamNames } from '../../../model/event-bus/jetstream-streams.ts';
import { describe } from '../../support/describe.ts';
import type { BusHealth, StoreName } from '../contract.ts';
import { BusRefusedError } from '../error.ts';
import { countCopies } from './admin/stream-state.ts';
import { streamNotFound } from './api-error.ts';
import type { JetStreamConnection } from './connection.ts';
import { toBusError } from './failure.ts';
import { whyNoJournals } from './version.ts';

/** What a worker writes. */
const written: readonly StoreName[] = ['event', 'journal', 'member', 'deadLetter'];
const timeoutMs = 2_000;

/** Whether each stream that a client writes has a leader and a majority that follows it. */
export async function readHealth(connection: JetStreamConnection): Promise<BusHealth> {
  if (connection.trouble !== undefined) return { ready: false, reason: `JetStream: ${connection.trouble}` };
  const answers = await Promise.all(written.map((store) => examine(connection, store)));
  const reason = answers.find(({ trouble }) => trouble !== undefined)?.trouble;
  if (reason !== undefined) return { ready: false, reason };
  const journals = answers[written.indexOf('journal')]?.fill;
  return { ready: true, ...(journals !== undefined && { fill: { journals } }) };
}

/** Rejects with a `BusRefusedError` where appends to journals would not be checked well, so old are the servers. */
export async function requireJournals(connection: JetStreamConnection): Promise<void> {
  const version = connection.nats.info?.version ?? '';
  if (!whyNoJournals(version, Number.POSITIVE_INFINITY)) return;
  const { config } = await connection.request<StreamInfo>(`STREAM.INFO.${streamNames.journal}`).catch((error) => {
    throw toBusError(error);
  });
  const reason = whyNoJournals(version, config.num_replicas);
  if (reason) throw new BusRefusedError(reason);
}

interface Examined {
  readonly trouble?: string | undefined;
  /** From 0 to 1; absent where it may grow without limit, or is not known. */
  readonly fill?: number | undefined;
}

async function examine(connection: JetStreamConnection, store: StoreName): Promise<Examined> {
  const name = streamNames[store];
  try {
    const info = await connection.request<StreamInfo>(`STREAM.INFO.${name}`, undefined, { timeoutMs });
    const tooOld = store === 'journal' && whyNoJournals(connection.nats.info?.version ?? '', info.config.num_replicas);
    const { max_bytes: max } = info.config;
    return { trouble: tooOld || whyNoQuorum(name, info), fill: max > 0 ? info.state.bytes / max : undefined };
  } catch (error) {
    const missing = error instanceof JetStreamApiError && error.code === streamNotFound;
    const what = missing ? 'it is missing; run: eventwright bus apply' : describe(error);
    return { trouble: `the stream ${name}: ${what}` };
  }
}

function whyNoQuorum(name: string, info: StreamInfo): string | undefined {
  const { cluster, config } = info;
  if (!cluster) return undefined;
  if (!cluster.leader) return `the stream ${name} has no leader`;
  const current = countCopies(info);
  if (2 * current > config.num_replicas) return undefined;
  return `the stream ${name} has no quorum: ${current} of ${config.num_replicas} replicas are current`;
}
