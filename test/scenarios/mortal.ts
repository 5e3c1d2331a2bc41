import type { EventBus, Journal } from '../../runtime/event-bus/contract.ts';
import type { Clock } from '../../runtime/support/clock.ts';

/** A client of a bus that may die: from then on nothing that it does reaches anybody, and nobody answers it. */
export function mortalBus(bus: EventBus, death: AbortSignal): EventBus {
  const { promises, covers, earliest, resume, recover } = bus;
  return {
    promises,
    covers,
    earliest,
    resume,
    recover,
    publish: (to, event) => whileAlive(death, () => bus.publish(to, event)),
    resolve: (start, addresses) => whileAlive(death, () => bus.resolve(start, addresses)),
    log: (range) => read(death, bus.log(range)),
    journal: async (partition) => mortalJournal(await whileAlive(death, () => bus.journal(partition)), death),
    health: () => whileAlive(death, () => bus.health()),
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  };
}

/** A clock whose timers die with somebody. */
export function mortalClock(clock: Clock, death: AbortSignal): Clock {
  const timers = new Set<Disposable>();
  death.addEventListener('abort', () => timers.forEach((timer) => void timer[Symbol.dispose]()));
  return {
    now: () => clock.now(),
    schedule(delayMs, run) {
      const timer = clock.schedule(delayMs, () => {
        timers.delete(timer);
        run();
      });
      if (death.aborted) timer[Symbol.dispose]();
      else timers.add(timer);
      return {
        [Symbol.dispose]() {
          timers.delete(timer);
          timer[Symbol.dispose]();
        },
      };
    },
  };
}

function mortalJournal(journal: Journal, death: AbortSignal): Journal {
  return {
    read: (options) => read(death, journal.read(options)),
    append: (entry, after) => whileAlive(death, () => journal.append(entry, after)),
    [Symbol.asyncDispose]: () => journal[Symbol.asyncDispose](),
  };
}

const never = new Promise<never>(() => {});

function whileAlive<T>(death: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (death.aborted) return never;
  return new Promise((resolve, reject) => {
    work().then(
      (value) => death.aborted || resolve(value),
      (error) => death.aborted || reject(error),
    );
  });
}

async function* read<T>(death: AbortSignal, items: AsyncIterable<T>): AsyncGenerator<T, void> {
  for await (const item of items) {
    if (death.aborted) await never;
    yield item;
  }
  if (death.aborted) await never;
}
