import { type Duration, toMs } from '../../../model/duration.ts';
import { issuedKeys } from '../../../model/keeper/issued-secrets.ts';
import type { Authority } from './authority.ts';
import { findRequest, type SecretName, type SecretStore, type StoredSecret, toDone } from './secret-store.ts';
import { isDue, isIssuedBy, issueCertificate, readCertificate, readHosts, readKeyPair } from './x509.ts';

export interface ServerCertificateOptions {
  readonly store: SecretStore;
  readonly name: SecretName;
  readonly before: StoredSecret;
  readonly authority: Authority;
  /** As within the namespace. */
  readonly hosts: readonly string[];
  readonly lifetime: Duration;
  readonly nowMs: number;
}

/** Sees to it that the servers have a certificate that holds, and know whom to trust. */
export async function keepServerCertificate(options: ServerCertificateOptions): Promise<StoredSecret> {
  const { store, name, before, authority, nowMs } = options;
  const hosts = toAllForms(options.hosts, name.namespace);
  if (isRight(before, hosts, options)) {
    if (before.data[issuedKeys.ca] === authority.bundle) return before;
    return store.write(name, { data: { [issuedKeys.ca]: authority.bundle } }, before);
  }
  const lifetimeMs = toMs(options.lifetime);
  const { cert, key } = await issueCertificate({ authority: authority.signer, hosts, nowMs, lifetimeMs });
  const data = { [issuedKeys.certificate]: cert, [issuedKeys.certificateKey]: key, [issuedKeys.ca]: authority.bundle };
  return store.write(name, { data, annotations: toDone(findRequest(before)) }, before);
}

function isRight(
  secret: StoredSecret,
  hosts: readonly string[],
  { authority, nowMs }: Pick<ServerCertificateOptions, 'authority' | 'nowMs'>,
): boolean {
  const pair = readKeyPair(secret.data[issuedKeys.certificate], secret.data[issuedKeys.certificateKey]);
  const certificate = readCertificate(pair?.cert);
  if (!certificate || findRequest(secret) !== undefined || isDue(certificate, nowMs)) return false;
  if (!authority.accepted.some((one) => isIssuedBy(certificate, one))) return false;
  const found = new Set(readHosts(certificate));
  return found.size === hosts.length && hosts.every((host) => found.has(host));
}

/** Each host as it is called from its namespace, from others, and in full; and as health checks call it. */
function toAllForms(hosts: readonly string[], namespace: string): readonly [string, ...string[]] {
  const forms = hosts.flatMap((host) =>
    ['', `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.cluster.local`].map((tail) => `${host}${tail}`),
  );
  const [first = 'localhost', ...others] = new Set([...forms, 'localhost', '127.0.0.1']);
  return [first, ...others];
}
