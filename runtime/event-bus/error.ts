/** Whether the same call may succeed later, by code: docs/errors.md. */
export const retryable = {
  busUnavailable: true,
  busFull: true,
  conflict: false,
  positionLost: false,
  entryTooLarge: false,
  planRefused: false,
  busRefused: false,
} as const satisfies Record<string, boolean>;

/** What went wrong on the bus. `retryable`: the same call may succeed later. */
export class EventBusError extends Error {
  override readonly name: string = 'EventBusError';
  readonly code: keyof typeof retryable;
  readonly retryable: boolean;

  constructor(code: EventBusError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = retryable[code];
  }
}

/** The bus cannot be reached, or has no quorum; whether a write was stored is open. */
export class BusUnavailableError extends EventBusError {
  override readonly name = 'BusUnavailableError';
  constructor(message: string, options?: ErrorOptions) {
    super('busUnavailable', message, options);
  }
}

/** The bus does not take this client as it is: its credential, its certificate, its permissions, its version. */
export class BusRefusedError extends EventBusError {
  override readonly name = 'BusRefusedError';
  constructor(message: string, options?: ErrorOptions) {
    super('busRefused', message, options);
  }
}

/** The bus is full of events that are still pending; nothing was stored. */
export class BusFullError extends EventBusError {
  override readonly name = 'BusFullError';
  constructor(message: string, options?: ErrorOptions) {
    super('busFull', message, options);
  }
}

/** Somebody else appended to the journal; nothing was stored. */
export class ConflictError extends EventBusError {
  override readonly name = 'ConflictError';
  constructor(message: string, options?: ErrorOptions) {
    super('conflict', message, options);
  }
}

/** What lies behind the position is gone: it was trimmed, or the log was made anew. */
export class PositionLostError extends EventBusError {
  override readonly name = 'PositionLostError';
  constructor(message: string, options?: ErrorOptions) {
    super('positionLost', message, options);
  }
}
