import { JetStreamApiError, type StreamInfo } from '@nats-io/jetstream';
import { streamNames } from '../../../model/event-bus/jetstream-streams.ts';
import { describe } from '../../support/describe.ts';
import type { BusHealth, StoreName } from '../contract.ts';
import { BusRefusedError } from '../error.ts';
import type { JetStreamConnection } from './connection.ts';
import { toBusError } from './failure.ts';
import { whyNoJournals } from './version.ts';

/** What a worker writes. */
const written: readonly StoreName[] = ['event', 'journal', 'member', 'deadLetter'];
const timeoutMs = 2_000;
const streamNotFound = 10059;

/** Whether each stream that a client writes has a leader and a majority that follows it. */
export async function readHealth(connection: JetStreamConnection): Promise<BusHealth> {
  if (connection.trouble !== undefined) return { ready: false, reason: `JetStream: ${connection.trouble}` };
  const reasons = await Promise.all(written.map((store) => whyUnhealthy(connection, store)));
  const reason = reasons.find((one) => one !== undefined);
  return reason === undefined ? { ready: true } : { ready: false, reason };
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

async function whyUnhealthy(connection: JetStreamConnection, store: StoreName): Promise<string | undefined> {
  const name = streamNames[store];
  try {
    const info = await connection.request<StreamInfo>(`STREAM.INFO.${name}`, undefined, { timeoutMs });
    const tooOld = store === 'journal' && whyNoJournals(connection.nats.info?.version ?? '', info.config.num_replicas);
    return tooOld || whyNoQuorum(name, info);
  } catch (error) {
    const missing = error instanceof JetStreamApiError && error.code === streamNotFound;
    return `the stream ${name}: ${missing ? 'it is missing; run: eventwright bus apply' : describe(error)}`;
  }
}

function whyNoQuorum(name: string, { cluster, config: { num_replicas: wanted } }: StreamInfo): string | undefined {
  if (!cluster) return undefined;
  if (!cluster.leader) return `the stream ${name} has no leader`;
  const following = cluster.replicas?.filter(({ current, offline }) => current && !offline).length ?? 0;
  if (2 * (1 + following) > wanted) return undefined;
  return `the stream ${name} has no quorum: ${1 + following} of ${wanted} replicas are current`;
}
