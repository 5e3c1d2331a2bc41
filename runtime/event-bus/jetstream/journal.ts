import { JetStreamApiError } from '@nats-io/jetstream';
import { type PartitionName, toJournalSubject } from '../../../model/event/address.ts';
import { streamNames } from '../../../model/event-bus/jetstream-streams.ts';
import type { Journal, JournalEntry, Position } from '../contract.ts';
import { ConflictError, EventBusError, PositionLostError } from '../error.ts';
import type { JetStreamConnection } from './connection.ts';
import { toBusError } from './failure.ts';
import { parsePosition, toPosition } from './position.ts';
import { promises } from './promises.ts';
import type { Publisher } from './publisher.ts';
import { parseHeaders, toPayload } from './reading/decode.ts';
import type { Delivery } from './reading/delivery.ts';
import { follow } from './reading/follow.ts';
import { readStreamState } from './reading/stream-state.ts';

export interface JournalOptions {
  readonly connection: JetStreamConnection;
  readonly publisher: Publisher;
  readonly partition: PartitionName;
}

interface ReadOptions {
  readonly after?: Position | undefined;
  readonly signal: AbortSignal;
}

const stream = streamNames.journal;
const expectedHeader = 'Nats-Expected-Last-Subject-Sequence';
/** An append that expects another sequence: seen by the leader at once, or while another one is under way. */
const conflicts: ReadonlySet<number> = new Set([10071, 10164]);

/**
 * A partition's journal: one subject. Each entry was stored with the sequence of the one before it, which the stream has
 * checked, so that a reader sees in the entries themselves where one is missing.
 */
export function openJournal({ connection, publisher, partition }: JournalOptions): Journal {
  const subject = toJournalSubject(partition);
  const disposed = new AbortController();
  const closed = AbortSignal.any([connection.closed, disposed.signal]);
  return {
    read: ({ after, signal }) => readJournal(connection, subject, { after, signal: AbortSignal.any([signal, closed]) }),
    async append(entry, after) {
      checkSize(entry);
      try {
        const place = after === undefined ? await beginning(connection) : parsePosition(after);
        const headers = { [expectedHeader]: `${place.sequence}` };
        const { seq } = await publisher.send(subject, headers, entry);
        return toPosition({ ...place, sequence: seq });
      } catch (error) {
        throw toAppendError(error, after);
      }
    },
    async [Symbol.asyncDispose]() {
      disposed.abort();
    },
  };
}

async function* readJournal(
  connection: JetStreamConnection,
  subject: string,
  { after, signal }: ReadOptions,
): AsyncGenerator<JournalEntry | 'tail', void> {
  const start = after === undefined ? undefined : parsePosition(after);
  // it begins with the entry that has been read, so that its absence shows
  const anchor = start && { ...start, sequence: start.sequence - 1 };
  let last = start?.sequence;
  let isAnchored = start === undefined;
  let told = false;
  const options = { stream, subjects: [subject], after: anchor, contiguous: false, signal } as const;
  for await (const { messages, upTo, atEnd } of follow(connection, options)) {
    for (const message of messages) {
      const isAnchor = !isAnchored && message.sequence === last;
      if (!isAnchor) checkChain(message, last);
      isAnchored = true;
      last = message.sequence;
      if (isAnchor) continue;
      if (signal.aborted) return;
      yield { position: toPosition({ ...upTo, sequence: message.sequence }), bytes: toPayload(message.data) };
    }
    if (signal.aborted) return;
    if (!atEnd || told) continue;
    if (!isAnchored) throw new PositionLostError(`the journal ${subject} was removed: ${after} is not in it`);
    told = true;
    yield 'tail';
  }
}

function checkChain({ headers, sequence, subject }: Delivery, last: number | undefined): void {
  if (last === undefined) return;
  const before = parseHeaders(headers)[expectedHeader.toLowerCase()];
  if (before !== `${last}`)
    throw new PositionLostError(
      `the journal ${subject} was trimmed: entry ${sequence} follows ${before}, and ${last} was the last to be read`,
    );
}

function checkSize({ byteLength }: Uint8Array): void {
  const { maxEntryBytes } = promises;
  if (byteLength > maxEntryBytes)
    throw new EventBusError(
      'entryTooLarge',
      `${byteLength} bytes are too many for one entry, ${maxEntryBytes} are allowed`,
    );
}

async function beginning(connection: JetStreamConnection): Promise<{ incarnation: string; sequence: number }> {
  return { incarnation: (await readStreamState(connection, stream)).incarnation, sequence: 0 };
}

function toAppendError(error: unknown, after: Position | undefined): EventBusError {
  if (error instanceof JetStreamApiError && conflicts.has(error.code))
    return new ConflictError(`the journal's last entry is not at ${after ?? 'none'}: ${error.message}`, {
      cause: error,
    });
  return toBusError(error);
}
