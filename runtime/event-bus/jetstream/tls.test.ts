import type { JetStreamTls } from '../../../model/event-bus/jetstream.ts';
import { createTestAuthority, type TestAuthority } from '../../support/testing/certificates.ts';
import { temporaryFiles } from '../../support/testing/temporary-files.ts';
import { BusRefusedError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream } from './connection.ts';
import { toSpec } from './testing/bus-spec.ts';
import { startNatsServer } from './testing/nats-server.ts';

const ca = { name: 'pki', key: 'ca' };
const cert = { name: 'pki', key: 'cert' };
const key = { name: 'pki', key: 'key' };

let ours: TestAuthority;
let strange: TestAuthority;
beforeAll(() => {
  ours = createTestAuthority();
  strange = createTestAuthority();
});
afterAll(() => {
  ours[Symbol.dispose]();
  strange[Symbol.dispose]();
});

interface Case {
  /** What the server's certificate is for. */
  readonly certified?: string;
  readonly expired?: boolean;
  /** Wants a certificate of its clients. */
  readonly verify?: boolean;
  readonly plain?: boolean;
  readonly host?: string;
  readonly tls: JetStreamTls | undefined;
  readonly secrets?: () => { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

const trusted = () => ({ ca: ours.cert });

it.each<[string, Case]>([
  ['a server by its address', { certified: '127.0.0.1', tls: { ca }, secrets: trusted }],
  ['a server by its name', { certified: 'localhost', host: 'localhost', tls: { ca }, secrets: trusted }],
  ['a server by serverName', { certified: 'nats.test', tls: { ca, serverName: 'nats.test' }, secrets: trusted }],
  [
    'a server that wants a client certificate',
    { verify: true, tls: { ca, cert, key }, secrets: () => ({ ca: ours.cert, ...ours.issue('worker') }) },
  ],
])('%s is trusted', async (_, { secrets, ...options }) => {
  await using servers = await start(options);
  await using connection = await servers.connect(secrets?.());
  expect(connection.connected).toBe(true);
});

it.each<[string, Case, string]>([
  [
    'a server of another authority',
    { tls: { ca }, secrets: () => ({ ca: strange.cert }) },
    'its certificate is signed by nobody we trust (UNABLE_TO_VERIFY_LEAF_SIGNATURE); set tls.ca',
  ],
  [
    'a server of a private authority that nobody told of',
    { tls: undefined },
    'its certificate is signed by nobody we trust (UNABLE_TO_VERIFY_LEAF_SIGNATURE); set tls.ca',
  ],
  [
    'a server of another name',
    { certified: 'nats.test', tls: { ca }, secrets: trusted },
    "its certificate is for another name (IP: 127.0.0.1 is not in the cert's list: ); set tls.serverName",
  ],
  [
    'a server of localhost at an address',
    { certified: 'localhost', tls: { ca }, secrets: trusted },
    "its certificate is for another name (IP: 127.0.0.1 is not in the cert's list: ); set tls.serverName",
  ],
  [
    'a server of another serverName',
    { certified: 'nats.test', tls: { ca, serverName: 'bus.test' }, secrets: trusted },
    "its certificate is for another name (Host: bus.test. is not in the cert's altnames: DNS:nats.test); set tls.serverName",
  ],
  [
    'a server whose certificate has expired',
    { expired: true, tls: { ca }, secrets: trusted },
    'its certificate has expired; renew it there',
  ],
  [
    'a client without the certificate that is wanted',
    { verify: true, tls: { ca }, secrets: trusted },
    'it wants a client certificate; set tls.cert and tls.key',
  ],
  [
    'a client certificate of another authority',
    { verify: true, tls: { ca, cert, key }, secrets: () => ({ ca: ours.cert, ...strange.issue('worker') }) },
    'it does not trust the client certificate of tls.cert',
  ],
  [
    'a client certificate that is none',
    { tls: { ca, cert, key }, secrets: () => ({ ca: ours.cert, cert: 'garbage', key: 'garbage' }) },
    'the PEM in tls cannot be read (ERR_OSSL_PEM_NO_START_LINE); look at its Secrets',
  ],
  [
    'a key that is not the certificate’s',
    {
      tls: { ca, cert, key },
      secrets: () => ({ ca: ours.cert, cert: ours.issue('a').cert, key: ours.issue('b').key }),
    },
    'the PEM in tls cannot be read (ERR_OSSL_X509_KEY_VALUES_MISMATCH); look at its Secrets',
  ],
])('refused: %s', async (_, { secrets, ...options }, reason) => {
  await using servers = await start(options);
  await expect(servers.connect(secrets?.())).rejects.toStrictEqual(new BusRefusedError(`${servers.url}: ${reason}`));
});

it.each<[string, JetStreamTls | undefined, string]>([
  ['tls', { ca }, 'nats'],
  ['an address with tls://', undefined, 'tls'],
])('%s asks for TLS: a server without it is refused', async (_, tls, scheme) => {
  await using servers = await start({ plain: true, tls }, scheme);
  await expect(servers.connect(trusted())).rejects.toStrictEqual(
    new BusRefusedError(
      `${servers.url} has no TLS, which the bus asks for; configure it there, or connect by nats:// without 'tls'`,
    ),
  );
});

async function start({ certified = '127.0.0.1', expired = false, verify = false, ...options }: Case, scheme = 'nats') {
  const pair = ours.issue(certified, { expired });
  const files = temporaryFiles({ ...pair, ca: ours.cert });
  const lines = `cert_file: "${files.path('cert')}", key_file: "${files.path('key')}", ca_file: "${files.path('ca')}"`;
  const config = options.plain ? '' : `tls { ${lines}, verify: ${verify} }`;
  const server = await startNatsServer({ config });
  const { host = '127.0.0.1', tls } = options;
  const url = server.url.replace('127.0.0.1', host).replace('nats:', `${scheme}:`);
  return {
    url,
    connect(secrets: object = {}) {
      const values = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`pki/${name}`, value]));
      return connectJetStream(toSpec(url, tls && { tls }), createBusContext(values));
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      files[Symbol.dispose]();
    },
  };
}
