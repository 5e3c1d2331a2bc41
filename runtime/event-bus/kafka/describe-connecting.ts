import { describeHandshake } from '../../support/describe-handshake.ts';
import { BusRefusedError, BusUnavailableError, EventBusError } from '../error.ts';
import { causesOf, isSeveral } from './failure.ts';

interface Connecting {
  readonly brokers: readonly string[];
  /** Whom the client showed. */
  readonly user: string;
  /** It showed that by a token. */
  readonly byToken: boolean;
}

/** Why brokers cannot be connected to: whether they refuse for good, and the fix, or are away. */
export function describeConnecting(error: unknown, { brokers, ...shown }: Connecting): EventBusError {
  const where = brokers.join(', ');
  const causes = [...causesOf(error)];
  const own = causes.find((cause) => cause instanceof EventBusError);
  if (own) return own as EventBusError;
  for (const cause of causes) {
    const refusal = describeRefusal(cause, shown) ?? describeHandshake(cause);
    if (refusal) return new BusRefusedError(`${where}: ${refusal}`, { cause: error });
  }
  const messages = causes.filter((cause) => !isSeveral(cause) && cause.cause === undefined);
  const why = [...new Set(messages.map(({ message }) => message))].join('; ').replace(closed, closedHint);
  return new BusUnavailableError(`${where}: ${why}`, { cause: error });
}

/** Brokers that are spoken to in another way than they want say nothing. */
const closed = 'Connection closed';
const closedHint = 'the connection was closed there; if this goes on, compare tls and sasl with what the brokers want';

function describeRefusal(cause: Error, { user, byToken }: Omit<Connecting, 'brokers'>): string | undefined {
  const { apiId, code } = cause as { readonly apiId?: string; readonly code?: string };
  if (apiId === 'SASL_AUTHENTICATION_FAILED')
    return `the brokers refused ${user}: authentication failed; compare 'sasl' and its Secrets with their users`;
  if (apiId === 'UNSUPPORTED_SASL_MECHANISM')
    return `the brokers do not know the mechanism that ${user} uses; compare 'sasl.mechanism' with theirs`;
  // the SDK goes on when a token is refused, and is told that it may not
  if (apiId === 'ILLEGAL_SASL_STATE' && byToken)
    return `the brokers refused the token of ${user}, or ask for none there; compare 'sasl' with what they want`;
  if (apiId === 'ILLEGAL_SASL_STATE')
    return "the brokers ask for no credential there; leave 'sasl' out, or use another port";
  if (code === 'PLT_KFK_AUTHENTICATION' && cause.cause === undefined)
    return `the brokers refused ${user}: ${cause.message}`;
  if (code === 'PLT_KFK_USER' && /requires TLS/.test(cause.message)) return 'the brokers demand TLS there; set tls: {}';
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return 'the brokers speak no TLS there; use the port that does, or leave tls out';
  return undefined;
}
