import { Admin, type BaseOptions } from '@platformatic/kafka';

/** A topic of its own, so that ours and the bare way do not slow each other down. */
export const bareTopic = 'bare';

export function toBareOptions(brokers: readonly string[]): BaseOptions {
  return { clientId: 'bare', bootstrapBrokers: [...brokers] };
}

export interface BareTopicOptions {
  readonly partitions: number;
  readonly copies: number;
  /** So many copies have a record before it is acknowledged. */
  readonly minInSync: number;
}

export async function createBareTopic(
  brokers: readonly string[],
  { partitions, copies, minInSync }: BareTopicOptions,
): Promise<void> {
  const admin = new Admin(toBareOptions(brokers));
  const configs = [{ name: 'min.insync.replicas', value: String(minInSync) }];
  await admin.createTopics({ topics: [bareTopic], partitions, replicas: copies, configs });
  await admin.close();
}
