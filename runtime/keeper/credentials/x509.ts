import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';

/** A certificate and its private key, in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

interface Life {
  readonly nowMs: number;
  readonly lifetimeMs: number;
}

export interface CertificateRequest extends Life {
  readonly authority: KeyPair;
  /** Names and addresses of who shows it; the first is its subject. */
  readonly hosts: readonly [string, ...string[]];
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Clocks differ. */
const backdatedMs = 5 * 60_000;

/** An authority that signs certificates of servers and clients, and no other authority. */
export async function createAuthority({ name, ...life }: Life & { readonly name: string }): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await createKeys();
  const usages = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: algorithm,
    ...toValidity(life),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(usages, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: toPem(cert.toString('pem')), key: await toKeyPem(keys.privateKey) };
}

/** Signs a certificate with which to serve, and to connect to other servers. */
export async function issueCertificate({ authority, hosts, ...life }: CertificateRequest): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await createKeys();
  const issuer = new x509.X509Certificate(authority.cert);
  const cert = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [hosts[0]] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await readKey(authority.key),
    signingAlgorithm: algorithm,
    ...toValidity(life),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((value) => ({ type: isAddress(value) ? 'ip' : 'dns', value }) as const),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { cert: toPem(cert.toString('pem')), key: await toKeyPem(keys.privateKey) };
}

/** A certificate as it is in PEM, the first where it is a chain; absent where it is none. */
export function readCertificate(pem: string | undefined): X509Certificate | undefined {
  if (pem === undefined) return undefined;
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Absent where the two are no pair. */
export function readKeyPair(cert: string | undefined, key: string | undefined): KeyPair | undefined {
  const certificate = readCertificate(cert);
  if (!certificate || cert === undefined || key === undefined) return undefined;
  try {
    return certificate.checkPrivateKey(createPrivateKey(key)) ? { cert, key } : undefined;
  } catch {
    return undefined;
  }
}

export function isIssuedBy(certificate: X509Certificate, authority: string): boolean {
  const issuer = readCertificate(authority);
  return issuer !== undefined && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Two thirds of its life are over; or it has not begun, for it was made while the clock was ahead. */
export function isDue({ validFromDate, validToDate }: X509Certificate, nowMs: number): boolean {
  const [from, to] = [validFromDate.getTime(), validToDate.getTime()];
  return nowMs < from || nowMs >= from + ((to - from) * 2) / 3;
}

/** The names and addresses that a certificate is for. */
export function readHosts({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return subjectAltName.split(', ').map((name) => name.replace(/^[^:]*:/, ''));
}

/** The certificates of a bundle, each by itself. */
export function splitBundle(pem: string): readonly string[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(toPem);
}

/** Loaded with the first certificate that is made: few processes make any. */
async function loadX509() {
  // a package behind it asks for metadata of decorators, which none of its classes has
  const reflect = Reflect as { [name: string]: unknown };
  reflect.getMetadata ??= () => undefined;
  reflect.getOwnMetadata ??= () => undefined;
  reflect.defineMetadata ??= () => {};
  const loaded = await import('@peculiar/x509');
  // it is CommonJS, which a bundle gives as a whole
  return (loaded as unknown as { readonly default?: typeof loaded }).default ?? loaded;
}

function toValidity({ nowMs, lifetimeMs }: Life) {
  return { notBefore: new Date(nowMs - backdatedMs), notAfter: new Date(nowMs + lifetimeMs) };
}

function createKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
}

async function toKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

function readKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

function toPem(text: string): string {
  return `${text.trim()}\n`;
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host);
}
