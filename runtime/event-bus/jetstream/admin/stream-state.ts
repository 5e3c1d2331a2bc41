import type { StreamInfo } from '@nats-io/jetstream';
import { streamNames } from '../../../../model/event-bus/jetstream-streams.ts';
import type { StoreName } from '../../contract.ts';
import { BusUnavailableError } from '../../error.ts';
import { streamNotFound } from '../api-error.ts';
import type { JetStreamConnection } from '../connection.ts';
import { find } from './ask.ts';

/**
 * A store's stream as its leader sees it; absent where it has not been made. Rejects with a `BusUnavailableError` where
 * it has no leader.
 */
export async function readStream(
  connection: JetStreamConnection,
  store: StoreName,
  body: object = {},
): Promise<StreamInfo | undefined> {
  const name = streamNames[store];
  const request = { subject: `STREAM.INFO.${name}`, body, missing: streamNotFound };
  const info = await find<StreamInfo>(connection, request);
  if (info?.cluster && !info.cluster.leader)
    throw new BusUnavailableError(`stream ${name} has no leader: too few of the servers that hold it are there`);
  return info;
}

/** The copies of a stream that hold what was acknowledged: its leader's, and those that follow it closely. */
export function countCopies({ cluster }: Pick<StreamInfo, 'cluster'>): number {
  return 1 + (cluster?.replicas ?? []).filter(({ current, offline }) => current && !offline).length;
}
