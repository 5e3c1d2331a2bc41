import { JetStreamApiError } from '@nats-io/jetstream';
import { errors, type NatsConnection } from '@nats-io/nats-core';
import { BusRefusedError, BusUnavailableError } from '../error.ts';

export interface ApiRequest {
  readonly subject: string;
  readonly body: object | undefined;
  readonly timeoutMs: number;
  /** Who asks, in messages. */
  readonly user: string;
}

/**
 * Rejects with the API's own `JetStreamApiError`, with a `BusRefusedError` where the permission is missing, and with a
 * `BusUnavailableError` where nobody answers.
 */
export async function askApi<Answer>(nats: NatsConnection, request: ApiRequest): Promise<Answer> {
  const { subject, body, timeoutMs, user } = request;
  const payload = body === undefined ? '' : JSON.stringify(body);
  const answer = await nats.request(subject, payload, { timeout: timeoutMs }).catch((error: Error) => {
    const { cause } = error;
    const refused = [error, cause].find((one) => one instanceof errors.PermissionViolationError);
    if (refused)
      throw new BusRefusedError(`${user} may not use '${refused.subject}'; grant it on the servers`, { cause });
    throw new BusUnavailableError(`JetStream does not answer to '${subject}': ${error.message}`, { cause: error });
  });
  const told = answer.json<{ error?: ConstructorParameters<typeof JetStreamApiError>[0] }>();
  if (told.error) throw new JetStreamApiError(told.error);
  return told as Answer;
}
