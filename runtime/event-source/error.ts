import type { EventBusError } from '../event-bus/error.ts';

/** Whether the same may succeed later, with no change to the program, by code: docs/errors.md. */
export const retryable = {
  secretUnavailable: true,
  routeTaken: true,
  cannotListen: true,
  eventTooLarge: false,
  stopped: true,
} as const satisfies Record<string, boolean>;

/** What went wrong at an event source. `retryable`: the same may succeed later, with no change to the program. */
export class EventSourceError extends Error {
  override readonly name = 'EventSourceError';
  readonly code: keyof typeof retryable;
  readonly retryable: boolean;

  constructor(code: EventSourceError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = retryable[code];
  }
}

/** The codes of what `emit` rejects with. */
export type EmitErrorCode = EventSourceError['code'] | EventBusError['code'];
