import type { Consumer } from '@platformatic/kafka';
import { causesOf } from '../failure.ts';
import type { RecordHeaders } from '../header-texts.ts';
import type { PartitionReading } from './partition-reading.ts';

/** A record as it came, and where from. */
export interface RawRecord {
  readonly headers: RecordHeaders;
  readonly value: Buffer | null;
  readonly partition: number;
  readonly offset: number;
}

/** Makes of a record what is kept of it until it is taken: all that came with it would stay with its bytes. */
export type Decode<Content> = (record: RawRecord) => Content;

type FetchResponse = Awaited<ReturnType<Consumer['fetch']>>;

/** What of an answer matters beside the records. */
export interface Taken {
  /** Whether who leads has changed. */
  readonly moved: boolean;
}

/** The answer that an error carries along: other partitions may have been served. */
export function responseOf(error: unknown): FetchResponse | undefined {
  for (const cause of causesOf(error)) {
    const { response } = cause as { readonly response?: Partial<FetchResponse> };
    if (response?.responses) return response as FetchResponse;
  }
  return undefined;
}

/** Hands an answer's records to the partitions that they are of. */
export function takeResponse<Content>(
  response: FetchResponse,
  readings: readonly PartitionReading<Content>[],
  decode: Decode<Content>,
): Taken {
  let moved = false;
  const found = new Map(readings.map((reading) => [`${reading.topic.id}:${reading.index}`, reading]));
  for (const { topicId, partitions } of response.responses)
    for (const partition of partitions) {
      const reading = found.get(`${topicId}:${partition.partitionIndex}`);
      if (!reading) continue;
      if (partition.errorCode === 0) takePartition(partition, reading, decode);
      else moved = takeError(partition.errorCode, reading) || moved;
    }
  return { moved };
}

type FetchedPartition = FetchResponse['responses'][number]['partitions'][number];

const controlBatch = 0b100000;
const logAppendTime = 0b1000;

function takePartition<Content>(
  partition: FetchedPartition,
  reading: PartitionReading<Content>,
  decode: Decode<Content>,
): void {
  reading.trouble = undefined;
  for (const batch of partition.records ?? []) {
    const first = Number(batch.firstOffset);
    const isControl = (batch.attributes & controlBatch) !== 0;
    const stored = (batch.attributes & logAppendTime) !== 0 ? Number(batch.maxTimestamp) : undefined;
    for (const record of isControl ? [] : batch.records) {
      const offset = first + record.offsetDelta;
      // a batch is sent whole, also where only its end was asked for
      if (offset < reading.next) continue;
      const storedAt = reading.toStoredAt(stored ?? Number(batch.firstTimestamp + record.timestampDelta));
      const { headers, value, length: bytes } = record;
      const content = decode({ headers, value, partition: reading.index, offset });
      reading.add({ offset, storedAt, content, bytes });
    }
    reading.next = Math.max(reading.next, first + batch.lastOffsetDelta + 1);
  }
  reading.end = Number(partition.highWatermark);
}

const offsetOutOfRange = 1;
const errors: Readonly<Record<number, string>> = {
  3: 'the topic is missing',
  5: 'it has no leader',
  6: 'its leader has changed',
  9: 'a replica is missing',
  29: 'the brokers do not allow it to be read',
  56: 'a broker cannot read its disk',
  74: 'its leader has changed',
  75: 'its leader has changed',
  100: 'the topic is missing',
};

/** Whether somebody else may lead. */
function takeError(code: number, reading: PartitionReading<unknown>): boolean {
  if (code === offsetOutOfRange) {
    reading.lost = `offset ${reading.next} of ${reading.topic.name}, partition ${reading.index}, is not there any more`;
    return false;
  }
  reading.trouble = errors[code] ?? `the brokers answer with error ${code}`;
  return true;
}
