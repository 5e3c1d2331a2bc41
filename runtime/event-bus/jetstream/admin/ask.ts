import { JetStreamApiError } from '@nats-io/jetstream';
import { BusRefusedError, BusUnavailableError, EventBusError } from '../../error.ts';
import { isPassing } from '../api-error.ts';
import type { JetStreamConnection } from '../connection.ts';

interface ApiRequest {
  /** Of the API: `STREAM.INFO.ew-events`. */
  readonly subject: string;
  readonly body?: object;
}

const notEnabledForAccount = 10039;

/** Asks the JetStream API as an administrator does. Its refusals come as an `EventBusError`, with its own as the cause. */
export async function ask<Answer>(connection: JetStreamConnection, { subject, body }: ApiRequest): Promise<Answer> {
  try {
    return await connection.request<Answer>(subject, body, { timeoutMs: 10_000 });
  } catch (error) {
    throw error instanceof JetStreamApiError ? translate(subject, error) : error;
  }
}

/** The same for what may not be there: absent where the API answers with the code that says so. */
export async function find<Answer>(
  connection: JetStreamConnection,
  { missing, ...request }: ApiRequest & { readonly missing: number },
): Promise<Answer | undefined> {
  try {
    return await ask<Answer>(connection, request);
  } catch (error) {
    if (apiCodeOf(error) === missing) return undefined;
    throw error;
  }
}

/** The code with which the API refused. */
export function apiCodeOf(error: unknown): number | undefined {
  return error instanceof EventBusError && error.cause instanceof JetStreamApiError ? error.cause.code : undefined;
}

function translate(subject: string, cause: JetStreamApiError): EventBusError {
  const message = `JetStream refused ${subject}: ${cause.message}`;
  if (isPassing(cause)) return new BusUnavailableError(message, { cause });
  if (cause.code !== notEnabledForAccount) return new BusRefusedError(message, { cause });
  return new BusRefusedError('JetStream is not enabled for this account; enable it, or use another account', { cause });
}
