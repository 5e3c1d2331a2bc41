import { parseSpec } from '../schema.ts';
import { type JetStreamEventBusSpec, jetStreamEventBusSchema, toJetStreamApi } from './jetstream.ts';
import { natsCredentials, natsNkey, natsToken, natsUser } from './jetstream-auth.ts';

const spec = { kind: 'jetstream', name: 'main', servers: ['nats://nats:4222'] } as const;
const secret = { name: 'nats', key: 'it' };
const parse = (options: object) => parseSpec(jetStreamEventBusSchema, { ...spec, ...options }, "event bus 'main'");

it.each<[string, Partial<JetStreamEventBusSpec>]>([
  ['several servers', { servers: ['nats://a:4222', 'tls://b', 'nats://[::1]:4222'] }],
  ['a token', { auth: natsToken(secret) }],
  ['a user', { auth: natsUser({ user: 'ci', password: secret }) }],
  ['an nkey', { auth: natsNkey(secret) }],
  ['a credentials file', { auth: natsCredentials(secret) }],
  ['TLS of a public authority', { tls: {} }],
  ['TLS', { tls: { ca: secret, cert: secret, key: secret, serverName: 'nats.test' } }],
  ['a domain', { domain: 'hub' }],
  ['a prefix', { apiPrefix: '$JS.hub.API' }],
])('takes %s', (_, options) => {
  expect(parse(options)).toStrictEqual({ ...spec, ...options });
});

it.each<[string, object, string]>([
  ['no server', { servers: [] }, 'servers [] must be a list of at least 1'],
  ['a scheme of another protocol', { servers: ['ws://nats'] }, "servers.0 'ws://nats' is no server's address"],
  ['a port that is none', { servers: ['nats://nats:42222x'] }, "servers.0 'nats://nats:42222x' is no server's address"],
  [
    'a port beyond all ports',
    { servers: ['nats://nats:99999'] },
    "servers.0 'nats://nats:99999' is no server's address",
  ],
  ['a password in an address', { servers: ['nats://u:hunter2@nats'] }, "give it by 'auth'"],
  ['an auth that is none', { auth: { method: 'tokn' } }, 'auth.method must say who the client is: natsToken, natsUser'],
  ['the secret itself', { auth: { method: 'token', token: 'hunter2' } }, 'auth.token must be a reference'],
  ['a token of old', { token: secret }, "there is no option 'token'"],
  ['a certificate without its key', { tls: { cert: secret } }, "tls needs 'cert' and 'key' together"],
  ['a domain of two tokens', { domain: 'a.b' }, "domain 'a.b' must be one token: no dot, no wildcard"],
  ['a prefix with a wildcard', { apiPrefix: '$JS.*' }, "apiPrefix '$JS.*' must be a subject without wildcards"],
  ['a domain and a prefix', { domain: 'hub', apiPrefix: '$JS.hub.API' }, "'domain' and 'apiPrefix' exclude each other"],
])('refuses %s', (_, options, message) => {
  let told = '';
  try {
    parse(options);
  } catch (error) {
    told = (error as Error).message;
  }
  expect(told).toContain(message);
  expect(told).toMatch(/^event bus 'main': /);
  expect(told).not.toContain('hunter2');
});

it('a credential’s own value is refused where it is given, and not shown', () => {
  const give = () => natsToken('hunter2' as never);
  expect(give).toThrow("{ name: 'nats', key: 'token' }");
  expect(give).not.toThrow('hunter2');
});

it.each([
  [{}, '$JS.API'],
  [{ domain: 'hub' }, '$JS.hub.API'],
  [{ apiPrefix: 'ci.js' }, 'ci.js'],
])('the API of %j is below %s', (options, api) => {
  expect(toJetStreamApi(options)).toBe(api);
});
