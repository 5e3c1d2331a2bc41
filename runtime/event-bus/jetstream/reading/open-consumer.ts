import type { ConsumerInfo } from '@nats-io/jetstream';
import { nuid } from '@nats-io/nats-core';
import type { JetStreamConnection, RequestOptions } from '../connection.ts';
import type { StreamState } from './stream-state.ts';

export interface ConsumerOptions {
  readonly stream: string;
  readonly subjects: readonly [string, ...string[]];
  /** The sequence of the first message that is of interest, or when it was stored (RFC 3339). */
  readonly from: number | { readonly time: string };
}

export interface OpenConsumer {
  readonly name: string;
  /** How many messages it has. */
  readonly pending: number;
  /** The sequence behind which it begins. */
  readonly behind: number;
  /**
   * It reads where the stream is led, so that what it does not have is not stored. Elsewhere it may lag behind.
   */
  readonly isAtLeader: boolean;
  /** How many messages may be asked for at once, where servers limit it. */
  readonly mostAsked: number;
}

/** Servers place a consumer by chance: among three, one in so many has met the leader but for once in 600 times. */
const mostAttempts = 16;
const secondNanos = 1e9;
const keptFor = 5 * secondNanos;
const misplacedFor = secondNanos;

/** Makes a consumer that vanishes by itself, at the stream's leader if it can be had. */
export async function openConsumer(
  connection: JetStreamConnection,
  options: ConsumerOptions & Pick<StreamState, 'leader'>,
  request?: RequestOptions,
): Promise<OpenConsumer> {
  for (let attempt = 1; ; attempt++) {
    const name = nuid.next();
    const subject = toCreateSubject(name, options);
    const config = toConfig(name, options);
    const write = (action: 'create' | 'update', inactive_threshold: number) =>
      connection.request<ConsumerInfo>(
        subject,
        { stream_name: options.stream, action, config: { ...config, inactive_threshold } },
        request,
      );
    const { num_pending, delivered, cluster, config: made } = await write('create', keptFor);
    // a server alone names no place
    const isAtLeader = !cluster || cluster.leader === options.leader;
    if (isAtLeader || attempt === mostAttempts)
      return {
        name,
        pending: num_pending,
        behind: delivered.stream_seq,
        isAtLeader,
        mostAsked: made.max_batch || Number.POSITIVE_INFINITY,
      };
    // whoever may make one may not always delete it
    void write('update', misplacedFor).catch(() => {});
  }
}

function toCreateSubject(name: string, { stream, subjects }: ConsumerOptions): string {
  const subject = `CONSUMER.CREATE.${stream}.${name}`;
  return subjects.length === 1 ? `${subject}.${subjects[0]}` : subject;
}

function toConfig(name: string, { subjects, from }: ConsumerOptions): object {
  return {
    name,
    ...(subjects.length === 1 ? { filter_subject: subjects[0] } : { filter_subjects: subjects }),
    ...(typeof from === 'number'
      ? { deliver_policy: 'by_start_sequence', opt_start_seq: from }
      : { deliver_policy: 'by_start_time', opt_start_time: from.time }),
    ack_policy: 'none',
    replay_policy: 'instant',
    mem_storage: true,
    num_replicas: 1,
  };
}
