import type { StreamConfig } from '@nats-io/jetstream';
import { forgetsOldest } from '../../../../model/event-bus/forgets-oldest.ts';
import { streamNames, streamSubjects } from '../../../../model/event-bus/jetstream-streams.ts';
import type { BusPlan, StoreName } from '../../contract.ts';

/** What a stream is set to; everything else is as the server makes it. */
export type StreamSettings = Pick<
  StreamConfig,
  'name' | 'max_consumers' | (typeof fixedSettings)[number] | ChangeableSetting
>;

type ChangeableSetting =
  | 'discard'
  | 'max_bytes'
  | 'max_age'
  | 'max_msgs'
  | 'max_msgs_per_subject'
  | 'max_msg_size'
  | 'num_replicas'
  | 'duplicate_window'
  | 'allow_direct';

/** What a server never changes of a stream without loss. */
export const fixedSettings = ['subjects', 'retention', 'storage', 'sealed', 'deny_delete', 'deny_purge'] as const;

const mebibyte = 1024 ** 2;
const secondNanos = 1_000_000_000;
/** Every reader has one, for moments several; servers from 2.15 on allow 1,000 where nothing is said. */
const mostConsumers = 100_000;

/** What each store may hold, in bytes, where a plan says nothing. Each server that holds a copy reserves it. */
export const defaultMaxBytes: Readonly<Record<StoreName, number>> = {
  event: 1024 * mebibyte,
  journal: 256 * mebibyte,
  note: 64 * mebibyte,
  member: 16 * mebibyte,
  deadLetter: 256 * mebibyte,
  outcome: 64 * mebibyte,
};

export const stores = Object.keys(streamNames) as readonly StoreName[];

/** The settings of a store's stream under a plan; what the plan leaves out is as it is, or as it is made by default. */
export function toStreamSettings(
  store: StoreName,
  plan: BusPlan,
  now?: Pick<StreamConfig, 'max_bytes' | 'max_consumers' | 'num_replicas'>,
): StreamSettings {
  return {
    name: streamNames[store],
    subjects: [streamSubjects[store]],
    retention: 'limits',
    storage: 'file',
    sealed: false,
    deny_delete: false,
    deny_purge: false,
    discard: forgetsOldest(store) ? 'old' : 'new',
    max_bytes: plan.quotas[store]?.maxBytes ?? now?.max_bytes ?? defaultMaxBytes[store],
    max_age: store === 'member' ? 300 * secondNanos : 0,
    max_msgs: -1,
    max_msgs_per_subject: -1,
    max_msg_size: -1,
    num_replicas: plan.replicas ?? now?.num_replicas ?? 1,
    duplicate_window: 60 * secondNanos,
    allow_direct: false,
    // servers before 2.12 do not change it
    max_consumers: now?.max_consumers ?? mostConsumers,
  };
}

/** The names of the settings in which a stream differs; a server leaves out what is false. */
export function differing(
  wanted: StreamSettings,
  found: Partial<StreamConfig>,
): readonly Exclude<keyof StreamSettings, 'name'>[] {
  const names = Object.keys(wanted) as (keyof StreamSettings)[];
  return names.filter(
    (name): name is Exclude<typeof name, 'name'> =>
      JSON.stringify(wanted[name]) !== JSON.stringify(found[name] ?? false),
  );
}
