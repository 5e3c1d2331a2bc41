import { JetStreamApiError } from '@nats-io/jetstream';
import { describe } from '../../support/describe.ts';
import { BusFullError, BusRefusedError, BusUnavailableError, EventBusError } from '../error.ts';

/** What of JetStream's own codes says more than its HTTP status does. */
const meanings: Readonly<Record<number, (message: string, options: ErrorOptions) => EventBusError>> = {
  // https://github.com/nats-io/nats-server/blob/main/server/errors.json
  10002: full,
  10023: full,
  10028: full,
  10047: full,
  10054: (message, options) => new EventBusError('entryTooLarge', `JetStream: ${message}`, options),
  10077: (message, options) => (/maximum/.test(message) ? full(message, options) : unavailable(message, options)),
  // the same event is on its way; whether a quorum will have stored it is open
  10158: unavailable,
};

/** An error of the SDK or of JetStream's API, as the bus's. What the driver made itself stays as it is. */
export function toBusError(error: unknown): EventBusError {
  if (error instanceof EventBusError) return error;
  if (!(error instanceof JetStreamApiError)) return unavailable(describe(error), { cause: error });
  const told = meanings[error.code];
  if (told) return told(error.message, { cause: error });
  return error.status >= 500
    ? unavailable(error.message, { cause: error })
    : new BusRefusedError(`JetStream: ${error.message}`, { cause: error });
}

function full(message: string, options: ErrorOptions): EventBusError {
  return new BusFullError(`the bus is full: ${message}`, options);
}

function unavailable(message: string, options: ErrorOptions): EventBusError {
  return new BusUnavailableError(`JetStream: ${message}`, options);
}
