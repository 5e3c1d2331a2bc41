import type { BusAdmin } from '../contract.ts';
import { applyPlan } from './admin/apply-plan.ts';
import { inspect } from './admin/inspect.ts';
import { countPending } from './admin/pending.ts';
import { remove, trim } from './admin/trim.ts';
import type { JetStreamConnection } from './connection.ts';

/** What the keeper does at servers with JetStream. Disposing it closes the connection. */
export function connectAdmin(connection: JetStreamConnection): BusAdmin {
  return {
    apply: (plan) => applyPlan(connection, plan),
    inspect: () => inspect(connection),
    pending: (after, addresses) => countPending(connection, after, addresses),
    trim: (target, before) => trim(connection, target, before),
    remove: (partition) => remove(connection, partition),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}
