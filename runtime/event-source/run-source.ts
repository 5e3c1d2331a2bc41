import type { EventSourceSpec } from '../../model/event-source/event-source.ts';
import type { EventBus } from '../event-bus/contract.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Observe } from '../support/observation.ts';
import type { Secrets } from '../support/secrets.ts';
import type { Cursor, EventDraft, EventSourceAdapter, EventSourceContext } from './contract.ts';
import { EventSourceError } from './error.ts';
import { checkEventSize } from './event-size.ts';
import type { HttpRoutes } from './http-routes.ts';
import { toEvent } from './to-event.ts';

export interface RunSourceOptions<Spec extends EventSourceSpec> {
  readonly namespace: string;
  readonly name: string;
  readonly spec: Spec;
  readonly adapter: EventSourceAdapter<Spec>;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly secrets: Secrets;
  readonly cursor: Cursor;
  readonly http: HttpRoutes;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** When the worker started, in milliseconds since 1970. */
  readonly aliveSince: number;
  readonly log: Log;
  readonly observe: Observe;
  readonly signal: AbortSignal;
}

const shortestRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * Runs one event source until the signal aborts, and resolves once it has let go of everything. Where the source fails
 * it is started again, for ever, after 1 s at first and up to 30 s; a source that held out longer begins at 1 s again.
 */
export async function runSource<Spec extends EventSourceSpec>(options: RunSourceOptions<Spec>): Promise<void> {
  const { adapter, clock, signal, observe, log } = options;
  const eventSource = `${options.namespace}/${options.name}`;
  const context = toContext(options, eventSource);
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = clock.now();
    const error = await listen(adapter, context);
    if (error === undefined) return;
    failures = clock.now() - startedAt > longestRetryMs ? 1 : failures + 1;
    const retryInMs = toDelay(failures, options.random());
    log.warn('an event source failed and is started again', { eventSource, retryInMs, error });
    observe({ kind: 'sourceFailed', eventSource, error, retryInMs });
    await sleep(clock, retryInMs, signal).catch(() => {});
  }
}

function toContext<Spec extends EventSourceSpec>(
  options: RunSourceOptions<Spec>,
  eventSource: string,
): EventSourceContext<Spec> {
  const { namespace, name, spec, observe, secrets } = options;
  return {
    namespace,
    name,
    spec,
    signal: options.signal,
    cursor: options.cursor,
    http: options.http,
    clock: options.clock,
    aliveSince: options.aliveSince,
    log: options.log.with({ eventSource }),
    emit: (event, draft) => emit(event, draft, options),
    ready(where) {
      for (const one of where) observe({ kind: 'listening', eventSource, where: one });
    },
    refused: (reason) => observe({ kind: 'refused', eventSource, reason }),
    async secret(ref) {
      try {
        return await secrets.read(ref);
      } catch (cause) {
        const { message } = cause as Error;
        throw new EventSourceError('secretUnavailable', `${eventSource}: ${message}`, { cause });
      }
    },
  };
}

async function emit<Spec extends EventSourceSpec>(
  name: string,
  draft: EventDraft,
  options: RunSourceOptions<Spec>,
): Promise<void> {
  const { namespace, name: eventSource, spec, clock, bus, observe } = options;
  const event = toEvent(draft, { namespace, eventSource, event: name, kind: spec.kind, nowMs: clock.now() });
  checkEventSize(event);
  const address = { class: 'event', namespace, eventSource, event: name } as const;
  await bus.publish(address, event);
  observe({ kind: 'stored', address, event });
}

/** Why a source stopped; `undefined` where it was told to. */
async function listen<Spec>(
  adapter: EventSourceAdapter<Spec>,
  context: EventSourceContext<Spec>,
): Promise<Error | undefined> {
  const { signal } = context;
  try {
    await adapter.listen(context);
    return signal.aborted ? undefined : new EventSourceError('stopped', 'the source stopped listening by itself');
  } catch (error) {
    if (signal.aborted) return undefined;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Doubled with each failure; give or take a fifth, so that sources that failed together do not come back together. */
function toDelay(failures: number, random: number): number {
  const delay = Math.min(shortestRetryMs * 2 ** (failures - 1), longestRetryMs);
  return Math.round(delay * (0.8 + 0.4 * random));
}
