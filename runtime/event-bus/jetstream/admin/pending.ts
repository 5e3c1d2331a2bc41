import { type Address, classOf } from '../../../../model/event/address.ts';
import { streamNames } from '../../../../model/event-bus/jetstream-streams.ts';
import type { Position } from '../../contract.ts';
import type { JetStreamConnection } from '../connection.ts';
import { toBusError } from '../failure.ts';
import { parsePosition } from '../position.ts';
import { toExactSubjects } from '../reading/filter.ts';
import { openConsumer } from '../reading/open-consumer.ts';
import { checkKept, readStreamState } from '../reading/stream-state.ts';
import { find } from './ask.ts';

const consumerNotFound = 10014;

/** How many messages of these addresses lie behind a position: what a consumer counts that begins there. */
export async function countPending(
  connection: JetStreamConnection,
  after: Position,
  addresses: readonly Address[],
): Promise<number> {
  const stream = streamNames[classOf(addresses)];
  const place = parsePosition(after);
  const state = await readStreamState(connection, stream);
  checkKept(state, place);
  const consumer = {
    stream,
    subjects: toExactSubjects(addresses),
    from: place.sequence + 1,
    leader: state.leader,
  };
  const { name, pending } = await openConsumer(connection, consumer).catch((error: unknown) => {
    throw toBusError(error);
  });
  await find(connection, { subject: `CONSUMER.DELETE.${stream}.${name}`, missing: consumerNotFound });
  return pending;
}
