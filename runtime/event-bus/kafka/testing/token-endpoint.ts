import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Issues tokens of OAuth 2.0 to one client, `ci bot`. */
export interface TokenEndpoint extends AsyncDisposable {
  readonly url: string;
  /** The bodies of what it was asked. */
  readonly asked: readonly string[];
}

export interface TokenEndpointOptions {
  readonly secret: string;
  /** The token that it issues when it is asked for the nth time. */
  readonly issue: (n: number) => string;
}

export const tokenLifeSeconds = 100;

export async function startTokenEndpoint({ secret, issue }: TokenEndpointOptions): Promise<TokenEndpoint> {
  const asked: string[] = [];
  const known = `Basic ${Buffer.from(`ci%20bot:${secret}`).toString('base64')}`;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push(body);
    const isKnown = request.headers.authorization === known;
    const answer = isKnown ? { access_token: issue(asked.length), expires_in: tokenLifeSeconds } : {};
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
