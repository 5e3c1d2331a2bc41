import { issuedAnnotations, issuedKeys } from '../../../model/keeper/issued-secrets.ts';
import { findRequest, type SecretName, type SecretStore, type StoredSecret, toDone } from './secret-store.ts';
import { createAuthority, isDue, isIssuedBy, type KeyPair, readCertificate, readKeyPair, splitBundle } from './x509.ts';

/** Who signs the servers' certificates, and whom everybody is to trust. */
export interface Authority {
  /** The certificates to trust, in PEM. */
  readonly bundle: string;
  /** Who signs now. */
  readonly signer: KeyPair;
  /** A server's certificate that is signed by one of these may stay. */
  readonly accepted: readonly string[];
}

export interface AuthorityOptions {
  readonly store: SecretStore;
  readonly name: SecretName;
  /** What the servers show as it is now, with the bundle beside it. */
  readonly shown: StoredSecret;
  readonly nowMs: number;
  readonly trustMs: number;
}

const lifetimeMs = 10 * 365 * 86_400_000;

/**
 * Makes an authority where there is none; where two thirds of its life are over, or somebody asked for it, another one
 * beside it. That one is trusted at once, signs when everybody has had time to hear of it, and the one before goes when
 * nothing of it is in use. It is all in the Secret, so that whoever comes next goes on.
 */
export async function keepAuthority(options: AuthorityOptions): Promise<Authority> {
  const { store, name, nowMs } = options;
  const secret = await withoutFuture(await store.read(name), options);
  const current = readKeyPair(secret.data[issuedKeys.ca], secret.data[issuedKeys.caKey]);
  if (!current) return toAuthority(await replace(options, secret), options);
  const inChange = secret.data[issuedKeys.previousCa] !== undefined;
  const certificate = readCertificate(current.cert);
  const request = findRequest(secret);
  const due = certificate !== undefined && isDue(certificate, nowMs);
  if (!inChange && (due || request !== undefined)) return toAuthority(await replace(options, secret, current), options);
  if (inChange && isSettled(secret, current, options)) {
    const data = { [issuedKeys.previousCa]: null, [issuedKeys.previousCaKey]: null };
    return toAuthority(await store.write(name, { data }, secret), options);
  }
  return toAuthority(secret, options);
}

/** What was made while the clock was ahead, but for an authority before it that holds, was never made. */
async function withoutFuture(
  secret: StoredSecret,
  { store, name, nowMs, trustMs }: AuthorityOptions,
): Promise<StoredSecret> {
  const { [issuedKeys.ca]: ca, [issuedKeys.previousCa]: previous, [issuedKeys.previousCaKey]: key } = secret.data;
  if (isAhead(ca, nowMs)) {
    const before = readKeyPair(splitBundle(previous ?? '')[0], key);
    const kept = before && !isAhead(before.cert, nowMs) ? before : undefined;
    const data = {
      [issuedKeys.ca]: kept?.cert ?? null,
      [issuedKeys.caKey]: kept?.key ?? null,
      [issuedKeys.previousCa]: null,
      [issuedKeys.previousCaKey]: null,
    };
    return store.write(name, { data }, secret);
  }
  if (toSinceMs(secret) <= nowMs + trustMs) return secret;
  const annotations = { [issuedAnnotations.since]: new Date(nowMs).toISOString() };
  return store.write(name, { data: {}, annotations }, secret);
}

function isAhead(pem: string | undefined, nowMs: number): boolean {
  const certificate = readCertificate(pem);
  return certificate !== undefined && nowMs < certificate.validFromDate.getTime();
}

async function replace(
  { store, name, shown, nowMs }: AuthorityOptions,
  secret: StoredSecret,
  current?: KeyPair,
): Promise<StoredSecret> {
  const at = new Date(nowMs).toISOString();
  const next = await createAuthority({ name: `${name.name} ${at}`, nowMs, lifetimeMs });
  // where it was lost, what the servers still show was signed by it
  const previous = current?.cert ?? shown.data[issuedKeys.ca];
  return store.write(
    name,
    {
      data: {
        [issuedKeys.ca]: next.cert,
        [issuedKeys.caKey]: next.key,
        [issuedKeys.previousCa]: previous ?? null,
        [issuedKeys.previousCaKey]: current?.key ?? null,
      },
      annotations: { [issuedAnnotations.since]: at, ...toDone(findRequest(secret)) },
    },
    secret,
  );
}

/** Nobody shows what the authority before has signed, for as long as it takes to hear of that. */
function isSettled(secret: StoredSecret, current: KeyPair, { shown, nowMs, trustMs }: AuthorityOptions): boolean {
  const certificate = readCertificate(shown.data[issuedKeys.certificate]);
  if (!certificate || !isIssuedBy(certificate, current.cert)) return false;
  const signedAt = certificate.validFromDate.getTime();
  return nowMs - Math.max(signedAt, toSinceMs(secret)) >= 2 * trustMs;
}

function toAuthority({ data, ...secret }: StoredSecret, { nowMs, trustMs }: AuthorityOptions): Authority {
  const current = { cert: data[issuedKeys.ca] ?? '', key: data[issuedKeys.caKey] ?? '' };
  const before = splitBundle(data[issuedKeys.previousCa] ?? '');
  const previous = readKeyPair(before[0], data[issuedKeys.previousCaKey]);
  const waiting = before.length > 0 && nowMs - toSinceMs(secret) < trustMs;
  return {
    bundle: [current.cert, ...before].join(''),
    signer: (waiting && previous) || current,
    accepted: waiting ? [current.cert, ...before] : [current.cert],
  };
}

function toSinceMs({ annotations }: Pick<StoredSecret, 'annotations'>): number {
  return Date.parse(annotations[issuedAnnotations.since] ?? '') || 0;
}
