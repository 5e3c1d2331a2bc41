import { describe } from '../../support/describe.ts';
import { BusFullError, BusRefusedError, BusUnavailableError, EventBusError } from '../error.ts';

type Meaning = (why: string, options: ErrorOptions) => EventBusError;

/** What of Kafka's own errors says more than that it did not work. */
const meanings: Readonly<Record<string, Meaning>> = {
  // https://kafka.apache.org/protocol#protocol_error_codes
  MESSAGE_TOO_LARGE: tooLarge,
  RECORD_LIST_TOO_LARGE: tooLarge,
  TOPIC_AUTHORIZATION_FAILED: refused('grant what this prints: eventwright bus users'),
  CLUSTER_AUTHORIZATION_FAILED: refused('grant what this prints: eventwright bus users'),
  GROUP_AUTHORIZATION_FAILED: refused('grant what this prints: eventwright bus users'),
  INVALID_CONFIG: refused('allow it on the brokers'),
  POLICY_VIOLATION: refused('allow it on the brokers'),
  UNSUPPORTED_VERSION: refused('upgrade the brokers'),
  KAFKA_STORAGE_ERROR: (why, options) => new BusFullError(`the bus is full or broken: ${why}`, options),
};

/** An error of the SDK, as the bus's: `what` was tried. What the driver made itself stays as it is. */
export function toBusError(error: unknown, what: string): EventBusError {
  if (error instanceof EventBusError) return error;
  const cause = findRefusal(error) ?? rootOf(error);
  const why = `${what}: ${describe(cause)}`;
  const meaning = meanings[apiIdOf(cause) ?? ''];
  return meaning ? meaning(why, { cause: error }) : new BusUnavailableError(`Kafka: ${why}`, { cause: error });
}

/** Kafka's own name for an error: `NOT_LEADER_OR_FOLLOWER`; absent where none of its causes has one. */
export function apiIdOf(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    const { apiId } = cause as { readonly apiId?: unknown };
    if (typeof apiId === 'string') return apiId;
  }
  return undefined;
}

/** An error and all that it was caused by: the SDK nests them as causes and as lists. */
export function* causesOf(error: unknown): Generator<Error, void> {
  if (typeof error !== 'object' || error === null || !('message' in error)) return;
  yield error as Error;
  if (isSeveral(error)) for (const one of error.errors) yield* causesOf(one);
  yield* causesOf((error as Error).cause);
}

/** Whether an error is a list of them. */
export function isSeveral(error: object): error is { readonly errors: readonly unknown[] } {
  return 'errors' in error && Array.isArray(error.errors);
}

/** The last of the causes, which says what happened. */
function rootOf(error: unknown): unknown {
  return [...causesOf(error)].at(-1) ?? error;
}

function findRefusal(error: unknown): Error | undefined {
  for (const cause of causesOf(error)) {
    const { apiId } = cause as { readonly apiId?: unknown };
    if (typeof apiId === 'string' && apiId in meanings) return cause;
  }
  return undefined;
}

function tooLarge(why: string, options: ErrorOptions): EventBusError {
  return new EventBusError('entryTooLarge', `Kafka: ${why}`, options);
}

function refused(fix: string): Meaning {
  return (why, options) => new BusRefusedError(`Kafka: ${why}; ${fix}`, options);
}
