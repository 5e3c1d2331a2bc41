import { request } from 'undici';
import { CommandError } from '../../command/command-error.ts';
import type { Credentials } from './credentials.ts';
import { isLoopback } from './is-loopback.ts';
import { parseSecretJson } from './parse-secret-json.ts';

interface Asking {
  readonly registry: string;
  /** `repository:team/eventwright:pull,push` */
  readonly scope: string;
  readonly credentials: Credentials | undefined;
}

interface TokenAnswer {
  readonly token: string;
  readonly access_token: string;
}

/** The `Authorization` that answers a registry's challenge; asks its token server where the challenge names one. */
export async function authorize(challenge: string, asking: Asking): Promise<string> {
  const [, scheme = '', rest = ''] = /^(\w+)\s*(.*)$/.exec(challenge) ?? [];
  const parameters = Object.fromEntries([...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
  if (scheme.toLowerCase() === 'bearer' && parameters.realm) return `Bearer ${await askToken(parameters, asking)}`;
  if (scheme.toLowerCase() === 'basic' && asking.credentials && 'username' in asking.credentials)
    return toBasic(asking.credentials);
  throw new CommandError(explainMissing(asking));
}

async function askToken(
  { realm = '', service = '' }: Readonly<Record<string, string>>,
  { registry, scope, credentials }: Asking,
): Promise<string> {
  const url = new URL(realm);
  if (url.protocol !== 'https:' && !isLoopback(url.host))
    throw new CommandError(
      `${url.origin}: the token server of ${registry} has no TLS, so no login is sent to it; use a registry whose token server has`,
    );
  const answer = await (credentials && 'identityToken' in credentials
    ? request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: 'eventwright',
          refresh_token: credentials.identityToken,
          service,
          scope,
        }).toString(),
      })
    : request(url, {
        query: { service, scope },
        headers: credentials ? { authorization: toBasic(credentials) } : {},
      }));
  const text = await answer.body.text();
  if (answer.statusCode === 401 || answer.statusCode === 403)
    throw new CommandError(explainMissing({ registry, scope, credentials }));
  const server = `${url.origin}${url.pathname}: the token server of ${registry}`;
  if (answer.statusCode !== 200) throw new CommandError(`${server} answered ${answer.statusCode}`);
  const { token, access_token: accessToken } = parseSecretJson<TokenAnswer>(text) ?? {};
  const given = token ?? accessToken;
  if (given) return given;
  throw new CommandError(`${server} answered with no token; is the registry's name right?`);
}

function explainMissing({ registry, credentials }: Asking): string {
  const why = credentials ? 'does not take the login that is stored here' : 'wants a login';
  return `${registry} ${why}; log in first: podman login ${registry}, or docker login ${registry}`;
}

function toBasic({ username, password }: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
