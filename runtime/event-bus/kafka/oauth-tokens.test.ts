import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { createTokens } from './oauth-tokens.ts';

interface Asked {
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A token endpoint that knows one client. */
async function startEndpoint(secret: string) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push({ authorization: request.headers.authorization, body });
    const known = `Basic ${Buffer.from(`ci%20bot:${secret}`).toString('base64')}`;
    const isKnown = request.headers.authorization === known;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? { access_token: `token-${asked.length}`, expires_in: 100 } : {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    asked,
    async [Symbol.asyncDispose]() {
      await once(server.close(), 'close');
    },
  };
}

const clientSecret = { name: 'kafka', key: 'secret' };
const toOptions = (tokenEndpoint: string) =>
  ({ mechanism: 'OAUTHBEARER', tokenEndpoint, clientId: 'ci bot', clientSecret, scope: 'kafka read' }) as const;

it('a token is got once, and anew before it expires', async () => {
  await using endpoint = await startEndpoint('hush');
  const clock = new ManualClock();
  const tokens = createTokens(toOptions(endpoint.url), { clock, secrets: { read: async () => 'hush\n' } });
  expect(await Promise.all([tokens.get(), tokens.get()])).toStrictEqual(['token-1', 'token-1']);
  await clock.advance(79_000);
  expect(await tokens.get()).toBe('token-1');
  await clock.advance(1_000);
  expect(await tokens.get()).toBe('token-2');
  expect(endpoint.asked[0]?.body).toBe('grant_type=client_credentials&scope=kafka+read');
});

it('a client that the endpoint does not know is refused, and one that is away is not', async () => {
  await using endpoint = await startEndpoint('hush');
  const context = { clock: new ManualClock(), secrets: { read: async () => 'guessed' } };
  await expect(createTokens(toOptions(endpoint.url), context).get()).rejects.toMatchObject({
    code: 'busRefused',
    message: `${endpoint.url} refused the client: it answered 401; compare 'sasl.clientId' and its Secrets with what is registered there`,
  });
  await expect(createTokens(toOptions('http://127.0.0.1:9/token'), context).get()).rejects.toMatchObject({
    code: 'busUnavailable',
  });
});
