import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { classifyAddress, isMetadataName } from '../../../model/trigger/address-class.ts';
import { TriggerError } from '../error.ts';

export interface ConnectorOptions {
  readonly lookup: LookupFunction;
  readonly mayBePrivate: boolean;
  /** As it is now; asked for each connection. */
  readonly tls: () => Promise<TlsMaterial>;
}

/** Trust and client certificate as PEM, and the name to expect. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
}

const connectTimeoutMs = 10_000;

/**
 * Opens connections for undici, and none to an address that is forbidden: what is checked is the address that is
 * connected to, so a name that changes its address gains nothing.
 */
export function createConnector({ lookup, mayBePrivate, tls }: ConnectorOptions): buildConnector.connector {
  const guarded = guardLookup(lookup, mayBePrivate);
  const build = reuseWhileSame(({ servername: _, ...pem }: TlsMaterial) =>
    buildConnector({ ...pem, lookup: guarded, allowH2: false, timeout: connectTimeoutMs }),
  );
  const connect = async (target: buildConnector.Options, callback: buildConnector.Callback) => {
    const problem = findProblem(target.hostname, mayBePrivate);
    if (problem) throw problem;
    const material = await tls();
    const servername = material.servername ?? target.servername;
    build(material)({ ...target, ...(servername !== undefined && { servername }) }, callback);
  };
  return (target, callback) => void connect(target, callback).catch((error: Error) => callback(error, null));
}

function reuseWhileSame<Value>(create: (material: TlsMaterial) => Value): (material: TlsMaterial) => Value {
  let last: { readonly of: string; readonly value: Value } | undefined;
  return (material) => {
    const of = JSON.stringify(material);
    if (last?.of !== of) last = { of, value: create(material) };
    return last.value;
  };
}

function guardLookup(lookup: LookupFunction, mayBePrivate: boolean): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const problem = addresses
        .map(({ address }) => checkAddress(address, mayBePrivate, `'${hostname}' has the address ${address}`))
        .find((checked) => checked !== undefined);
      if (problem) return callback(problem, []);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
}

// an address in place of a name is never looked up
function findProblem(hostname: string, mayBePrivate: boolean): TriggerError | undefined {
  if (isIP(hostname) !== 0) return checkAddress(hostname, mayBePrivate, hostname);
  if (!isMetadataName(hostname)) return undefined;
  return new TriggerError('forbiddenTarget', `'${hostname}' is a metadata service, which is never called`);
}

function checkAddress(address: string, mayBePrivate: boolean, what: string): TriggerError | undefined {
  const found = classifyAddress(address);
  if (found === 'metadata')
    return new TriggerError('forbiddenTarget', `${what}, a metadata or link-local one, which is never called`);
  if (found === 'public' || mayBePrivate) return undefined;
  return new TriggerError(
    'forbiddenTarget',
    `${what}, a private one, which an event may choose only where allowHosts names that very host`,
  );
}
