import type { BusAdmin, EventBus } from '../../event-bus/contract.ts';
import { BusUnavailableError } from '../../event-bus/error.ts';

/** When a write fails: it was not made, or it was and its answer was lost. */
export type Failure = 'before' | 'after';

/** A bus whose nth write fails, and every call behind it, as for a process that dies there. */
export function failAt(
  nth: number,
  failure: Failure,
  { bus, admin }: { readonly bus: EventBus; readonly admin: BusAdmin },
): { readonly bus: EventBus; readonly admin: BusAdmin; readonly writes: () => number } {
  let writes = 0;
  const guard =
    <Args extends readonly unknown[], Result>(write: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      writes++;
      if (writes > nth || (writes === nth && failure === 'before')) throw new BusUnavailableError('it is away');
      const result = await write(...args);
      if (writes === nth) throw new BusUnavailableError('the answer was lost');
      return result;
    };
  return {
    bus: { ...bus, publish: guard((to, event) => bus.publish(to, event)) },
    admin: {
      ...admin,
      apply: guard((plan) => admin.apply(plan)),
      trim: guard((target, before) => admin.trim(target, before)),
      remove: guard((target) => admin.remove(target)),
    },
    writes: () => writes,
  };
}
