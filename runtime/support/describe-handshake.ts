const untrusted = new Set([
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired; renew it there',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; compare the clocks',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a client certificate; set tls.cert and tls.key',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'it refused the client certificate of tls.cert, or wants one',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'it does not trust the client certificate of tls.cert',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'the client certificate of tls.cert has expired',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'it refused the TLS handshake; it may want a client certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not trust the client certificate of tls.cert',
};

/** What in a TLS handshake went wrong for good, and the fix; nothing where it may succeed later. */
export function describeHandshake(error: unknown): string | undefined {
  const { code = '', reason } = error as { readonly code?: string; readonly reason?: string };
  if (untrusted.has(code)) return `its certificate is signed by nobody we trust (${code}); set tls.ca`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `its certificate is for another name (${reason ?? code}); set tls.serverName`;
  if (code.startsWith('ERR_OSSL_')) return `the PEM in tls cannot be read (${code}); look at its Secrets`;
  // newer versions of OpenSSL call it so
  return reasons[code.replace('SSL/TLS_ALERT', 'SSLV3_ALERT')];
}
