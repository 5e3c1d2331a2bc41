import type { BusAdmin } from '../contract.ts';
import { applyPlan } from './admin/apply-plan.ts';
import { completePosition } from './admin/complete-position.ts';
import { inspect } from './admin/inspect.ts';
import { countPending } from './admin/pending.ts';
import { remove, trim } from './admin/trim.ts';
import type { KafkaConnection } from './connection.ts';
import { createPublisher } from './publisher.ts';

/** What the keeper does at Kafka's brokers. Disposing it closes the connection. */
export function connectAdmin(connection: KafkaConnection): BusAdmin {
  const publisher = createPublisher(connection);
  return {
    apply: (plan) => applyPlan(connection, plan),
    inspect: (declared) => inspect(connection, declared),
    pending: (after, addresses) => countPending(connection, after, addresses),
    complete: (position, addresses) => completePosition(connection, position, addresses),
    trim: (target, before) => trim(connection, target, before),
    remove: (partition) => remove({ connection, publisher }, partition),
    async [Symbol.asyncDispose]() {
      await publisher[Symbol.asyncDispose]();
      await connection[Symbol.asyncDispose]();
    },
  };
}
