import type { TestAuthority } from '../../../support/testing/certificates.ts';
import { temporaryFiles } from '../../../support/testing/temporary-files.ts';
import { type ClientListener, type KafkaCluster, type KafkaClusterOptions, startKafka } from './kafka-cluster.ts';

export interface SecuredOptions {
  readonly authority: TestAuthority;
  /** What clients show: a password or a token over TLS, or a certificate. */
  readonly by: 'password' | 'token' | 'certificate';
  /** Whose passwords are known, beside that of `root`, who may do everything: `alice` → `secret`. */
  readonly users?: Readonly<Record<string, string>>;
  /** What the broker's certificate is for; `127.0.0.1` by default. */
  readonly certified?: string;
}

export const rootPassword = 'root-secret';

/** A broker that asks who its clients are, and lets them do what access control lists allow. */
export async function startSecuredKafka({
  authority,
  by,
  users = {},
  certified = '127.0.0.1',
}: SecuredOptions): Promise<KafkaCluster> {
  await using stack = new AsyncDisposableStack();
  const { cert, key } = authority.issue(certified);
  const files = stack.use(temporaryFiles({ 'store.pem': `${key}${cert}${authority.cert}`, 'ca.pem': authority.cert }));
  const passwords = { root: rootPassword, ...users };
  const options: KafkaClusterOptions = {
    listener: () => toListener(by, files.path),
    properties: [
      'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users=User:ANONYMOUS;User:root;User:CN=root',
    ],
    scram: Object.entries(passwords).map(([name, password]) => `SCRAM-SHA-512=[name=${name},password=${password}]`),
  };
  const cluster = stack.use(await startKafka(options));
  const started = stack.move();
  return { ...cluster, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

function toListener(by: SecuredOptions['by'], path: (name: string) => string): ClientListener {
  const tls = [
    'ssl.keystore.type=PEM',
    `ssl.keystore.location=${path('store.pem')}`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${path('ca.pem')}`,
    `ssl.client.auth=${by === 'certificate' ? 'required' : 'none'}`,
  ];
  if (by === 'certificate') return { protocol: 'SSL', properties: tls.map(ofListener) };
  return { protocol: 'SASL_SSL', properties: [...tls, ...sasl[by]].map(ofListener) };
}

const security = 'org.apache.kafka.common.security';
const sasl = {
  password: [
    'sasl.enabled.mechanisms=SCRAM-SHA-512',
    `scram-sha-512.sasl.jaas.config=${security}.scram.ScramLoginModule required;`,
  ],
  // it believes tokens that nobody has signed
  token: [
    'sasl.enabled.mechanisms=OAUTHBEARER',
    `oauthbearer.sasl.jaas.config=${security}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
  ],
};

function ofListener(property: string): string {
  return `listener.name.client.${property}`;
}
