import type { StreamConfig } from '@nats-io/jetstream';
import { streamNames, streamSubjects } from '../../../model/event-bus/jetstream-streams.ts';
import type { BusPlan, StoreName } from '../contract.ts';

/** What a stream is set to; everything else is as the server makes it. */
export type StreamSettings = Pick<
  StreamConfig,
  | 'name'
  | 'subjects'
  | 'retention'
  | 'storage'
  | 'discard'
  | 'max_bytes'
  | 'max_age'
  | 'num_replicas'
  | 'duplicate_window'
  | 'allow_direct'
>;

const mebibyte = 1024 ** 2;
const secondNanos = 1_000_000_000;

/** What each store may hold, in bytes, where a plan says nothing. The server reserves it. */
export const defaultMaxBytes: Readonly<Record<StoreName, number>> = {
  event: 1024 * mebibyte,
  journal: 256 * mebibyte,
  note: 64 * mebibyte,
  member: 16 * mebibyte,
  deadLetter: 256 * mebibyte,
  outcome: 64 * mebibyte,
};

/** The stores that forget their oldest where they are full, since it is of no use; the others refuse. */
const forgetful: ReadonlySet<StoreName> = new Set(['member', 'outcome']);

/** The settings of a store's stream under a plan; what the plan leaves out is as it is, or as it is made by default. */
export function toStreamSettings(store: StoreName, plan: BusPlan, now?: StreamSettings): StreamSettings {
  return {
    name: streamNames[store],
    subjects: [streamSubjects[store]],
    retention: 'limits',
    storage: 'file',
    discard: forgetful.has(store) ? 'old' : 'new',
    max_bytes: plan.quotas[store]?.maxBytes ?? now?.max_bytes ?? defaultMaxBytes[store],
    max_age: store === 'member' ? 300 * secondNanos : 0,
    num_replicas: plan.replicas ?? now?.num_replicas ?? 1,
    duplicate_window: 60 * secondNanos,
    allow_direct: false,
  };
}
