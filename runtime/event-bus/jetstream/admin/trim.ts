import { type PartitionName, toJournalSubject } from '../../../../model/event/address.ts';
import { streamNames } from '../../../../model/event-bus/jetstream-streams.ts';
import type { Position, TrimTarget } from '../../contract.ts';
import { PositionLostError } from '../../error.ts';
import type { JetStreamConnection } from '../connection.ts';
import { parsePosition } from '../position.ts';
import { checkIncarnation, readStreamState } from '../reading/stream-state.ts';
import { ask, find } from './ask.ts';

const noMessageFound = 10037;

/** Removes what lies before a position; a journal's last entry stays, for appends are checked against its sequence. */
export async function trim(connection: JetStreamConnection, target: TrimTarget, before: Position): Promise<void> {
  const stream = 'log' in target ? streamNames[target.log] : streamNames.journal;
  const place = parsePosition(before);
  checkIncarnation(await readStreamState(connection, stream), place);
  const subject = `STREAM.PURGE.${stream}`;
  if ('log' in target) {
    await ask(connection, { subject, body: { seq: place.sequence + 1 } });
    return;
  }
  const filter = toJournalSubject(target.journal);
  const last = await findLast(connection, filter);
  if (last === undefined) throw new PositionLostError(`the journal ${filter} was removed: ${before} is not in it`);
  await ask(connection, { subject, body: { filter, seq: Math.min(place.sequence + 1, last) } });
}

/** Removes a partition's journal. */
export async function remove(connection: JetStreamConnection, partition: PartitionName): Promise<void> {
  const body = { filter: toJournalSubject(partition) };
  await ask(connection, { subject: `STREAM.PURGE.${streamNames.journal}`, body });
}

/** The sequence of a journal's last entry; absent where it has none. */
async function findLast(connection: JetStreamConnection, subject: string): Promise<number | undefined> {
  const found = await find<{ readonly message: { readonly seq: number } }>(connection, {
    subject: `STREAM.MSG.GET.${streamNames.journal}`,
    body: { last_by_subj: subject },
    missing: noMessageFound,
  });
  return found?.message.seq;
}
