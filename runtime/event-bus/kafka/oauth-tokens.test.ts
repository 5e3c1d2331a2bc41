import { ManualClock } from '../../support/testing/manual-clock.ts';
import { createTokens } from './oauth-tokens.ts';
import { startTokenEndpoint } from './testing/token-endpoint.ts';

const issue = (n: number) => `token-${n}`;
const clientSecret = { name: 'kafka', key: 'secret' };
const toOptions = (tokenEndpoint: string) =>
  ({ mechanism: 'OAUTHBEARER', tokenEndpoint, clientId: 'ci bot', clientSecret, scope: 'kafka read' }) as const;

it('a token is got once, and anew before it expires', async () => {
  await using endpoint = await startTokenEndpoint({ secret: 'hush', issue });
  const clock = new ManualClock();
  const tokens = createTokens(toOptions(endpoint.url), { clock, secrets: { read: async () => 'hush\n' } });
  expect(await Promise.all([tokens.get(), tokens.get()])).toStrictEqual(['token-1', 'token-1']);
  await clock.advance(79_000);
  expect(await tokens.get()).toBe('token-1');
  await clock.advance(1_000);
  expect(await tokens.get()).toBe('token-2');
  expect(endpoint.asked[0]).toBe('grant_type=client_credentials&scope=kafka+read');
});

it('a client that the endpoint does not know is refused, and one that is away is not', async () => {
  await using endpoint = await startTokenEndpoint({ secret: 'hush', issue });
  const context = { clock: new ManualClock(), secrets: { read: async () => 'guessed' } };
  await expect(createTokens(toOptions(endpoint.url), context).get()).rejects.toMatchObject({
    code: 'busRefused',
    message: `${endpoint.url} refused the client: it answered 401; compare 'sasl.clientId' and its Secrets with what is registered there`,
  });
  await expect(createTokens(toOptions('http://127.0.0.1:9/token'), context).get()).rejects.toMatchObject({
    code: 'busUnavailable',
  });
});
