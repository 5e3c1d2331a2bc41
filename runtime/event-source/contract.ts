import type { OptionalAttributes } from '../../model/event/event.ts';
import type { Json } from '../../model/json.ts';
import type { SecretRef } from '../../model/secret-ref.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { HttpRoutes } from './http-routes.ts';

/** One kind of event source: how it captures events. */
export interface EventSourceAdapter<Spec> {
  /** `everywhere`: each replica listens (a request may reach any of them). `once`: one replica at a time does. */
  readonly runs: 'everywhere' | 'once';
  /** Checks, once, what no schema can say. Throws an `InvalidSpecError`. */
  readonly check?: (spec: Spec, at: string) => void;
  /**
   * Captures events until the signal aborts, then settles once nothing that it began is under way. Calls `ready` once it
   * listens. A rejection is reported and the source is started again, for ever, with backoff: an adapter never retries
   * on its own.
   */
  listen(context: EventSourceContext<Spec>): Promise<void>;
}

export interface EventSourceContext<Spec> {
  readonly namespace: string;
  readonly name: string;
  readonly spec: Spec;
  /**
   * Publishes an event of this source; resolves once the bus has stored it. Only then may the adapter acknowledge
   * upstream. Rejects with `BusFullError`, `BusUnavailableError`, an `EventSourceError` `eventTooLarge`
   * (no bus takes it), or an `EventBusError` `entryTooLarge` (this one does not).
   */
  emit(event: string, draft: EventDraft): Promise<void>;
  /** Events are accepted now; `where` are paths or schedules, for people. */
  ready(where: readonly string[]): void;
  /** Something from upstream did not become an event; `reason` is for people, and names no secret. */
  refused(reason: string): void;
  /** When this worker started, in milliseconds since 1970: since then, what a source missed was not for want of a process. */
  readonly aliveSince: number;
  readonly signal: AbortSignal;
  /** The value of a secret, as it is now. Rejects with an `EventSourceError` that names it. */
  secret(ref: SecretRef): Promise<string>;
  /** What a source that runs once remembers between its owners. */
  readonly cursor: Cursor;
  /** The worker's HTTP server. */
  readonly http: HttpRoutes;
  readonly clock: Clock;
  readonly log: Log;
}

/** What an adapter knows of an event; the rest is filled in from the source: `source`, `type`, `subject`, `time`. */
export interface EventDraft extends Readonly<OptionalAttributes> {
  /** The upstream's own id where it has one: a delivery's, a message's, a tick's. */
  readonly id: string;
  readonly source?: string;
  readonly type?: string;
  /** RFC 3339; now by default. */
  readonly time?: string;
  readonly extensions?: Readonly<Record<string, string>>;
  /** What the kind says beside the payload; `meta` in expressions. */
  readonly meta?: Json;
  readonly data: Uint8Array;
}

/** A cell of the partition that runs the source. */
export interface Cursor {
  get(): Json | undefined;
  /** Resolves once the journal has stored it. */
  set(value: Json): Promise<void>;
}
