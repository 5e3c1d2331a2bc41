import type { HttpActionSpec } from '../../../model/trigger/http.ts';
import { TriggerError } from '../error.ts';
import type { TlsMaterial } from './connector.ts';
import type { SeenSecrets } from './seen-secrets.ts';

/** What proves to the action's own origin who is asking, as the Secrets are now. */
export interface Credentials {
  /** Absent where the action has none. */
  readonly headers: (() => Promise<readonly (readonly [name: string, value: string])[]>) | undefined;
  tls(): Promise<TlsMaterial>;
  /** What holds for every origin. */
  trust(): Promise<Pick<TlsMaterial, 'ca'>>;
}

type SecretHeader = readonly [name: string, read: () => Promise<string>];

export function createCredentials(spec: HttpActionSpec, secrets: SeenSecrets): Credentials {
  const readers = secretHeaders(spec, secrets);
  const trust = async () => ({ ...(spec.tls?.ca && { ca: await secrets.read(spec.tls.ca) }) });
  return {
    headers: readers.length === 0 ? undefined : () => Promise.all(readers.map(readHeader)),
    trust,
    async tls() {
      const { cert, key, serverName } = spec.tls ?? {};
      return {
        ...(await trust()),
        ...(cert && { cert: await secrets.read(cert) }),
        ...(key && { key: await secrets.read(key) }),
        ...(serverName !== undefined && { servername: serverName }),
      };
    },
  };
}

function secretHeaders({ headers, bearer, basic }: HttpActionSpec, secrets: SeenSecrets): readonly SecretHeader[] {
  const readers: SecretHeader[] = [];
  for (const [name, value] of Object.entries(headers))
    if (typeof value !== 'string') readers.push([name.toLowerCase(), () => secrets.read(value.secret)]);
  if (bearer) readers.push(['authorization', async () => `Bearer ${await secrets.read(bearer)}`]);
  if (basic)
    readers.push([
      'authorization',
      async () => {
        const pair = `${basic.username}:${await secrets.read(basic.password)}`;
        const encoded = Buffer.from(pair).toString('base64');
        secrets.add(encoded);
        return `Basic ${encoded}`;
      },
    ]);
  return readers;
}

async function readHeader([name, read]: SecretHeader): Promise<readonly [string, string]> {
  const value = await read();
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return [name, value];
  throw new TriggerError('secretUnavailable', `the Secret of the header '${name}' is not one line of text; correct it`);
}
