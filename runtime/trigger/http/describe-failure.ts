import { errors } from 'undici';
import { describe } from '../../support/describe.ts';
import { TriggerError } from '../error.ts';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refused the connection; nothing listens there',
  ECONNRESET: 'it broke off the connection before it answered',
  EPIPE: 'it broke off the connection before it answered',
  UND_ERR_SOCKET: 'it closed the connection before it answered',
  ETIMEDOUT: 'it cannot be reached: connecting timed out',
  UND_ERR_CONNECT_TIMEOUT: 'it cannot be reached: connecting timed out',
  EHOSTUNREACH: 'it cannot be reached: there is no route to it',
  ENETUNREACH: 'it cannot be reached: there is no route to it',
  ENOTFOUND: 'its name is unknown to DNS',
  ENODATA: 'its name has no address',
  EAI_AGAIN: 'DNS does not answer',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of its answer are too large',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there; is its URL http?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there; is its URL http?',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a client certificate; set tls.cert and tls.key',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'it refused the TLS handshake; it may want a client certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not trust the client certificate in tls.cert',
};

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);

/** A request that got no answer, as the trigger's error: what is wrong with the host, and where there is one, the fix. */
export function toTriggerError(error: unknown, host: string): TriggerError {
  if (error instanceof TriggerError) return error;
  if (isMisuse(error)) return new TriggerError('invalidTemplate', `${host}: ${error.message}`, { cause: error });
  const known = findKnown(error);
  const reason = known ?? describe(error);
  return new TriggerError('targetUnavailable', `${host}: ${reason}`, { cause: error });
}

/** undici refuses to send it. */
function isMisuse(error: unknown): error is Error {
  return error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError;
}

function findKnown(error: unknown): string | undefined {
  const { code = '', reason } = error as { readonly code?: string; readonly reason?: string };
  if (untrusted.has(code)) return `its certificate is signed by nobody we trust (${code}); set tls.ca`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `its certificate is for another name: ${reason ?? code}; set tls.serverName`;
  if (code.startsWith('ERR_OSSL_')) return `the PEM in tls cannot be read (${code})`;
  if (code.startsWith('HPE_')) return `its answer is not HTTP (${code})`;
  if (error instanceof AggregateError && !reasons[code]) return findKnown(error.errors[0]);
  return reasons[code];
}
