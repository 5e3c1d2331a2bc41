import { createHash } from 'node:crypto';
import { nkeys } from '@nats-io/nats-core';

type KeyPair = ReturnType<typeof nkeys.createUser>;

interface JwtUser {
  /** What `nsc generate creds` would write. */
  readonly credentials: string;
  /** Lines of a server that takes the user. */
  readonly serverConfig: string;
}

/** An operator, an account with JetStream and a user of it. */
export function createJwtUser(): JwtUser {
  const [operator, account, system] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createAccount()];
  const user = nkeys.createUser();
  const limits = { subs: -1, conn: -1, leaf: -1, imports: -1, exports: -1, data: -1, payload: -1, wildcards: true };
  const storage = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
  const accountJwt = toJwt(operator, account, { type: 'account', limits: { ...limits, ...storage } });
  const userJwt = toJwt(account, user, { type: 'user', subs: -1, data: -1, payload: -1 });
  const operatorJwt = toJwt(operator, operator, { type: 'operator' });
  const systemJwt = toJwt(operator, system, { type: 'account', limits });
  const seed = Buffer.from(user.getSeed()).toString();
  return {
    credentials: [
      `-----BEGIN NATS USER JWT-----\n${userJwt}\n------END NATS USER JWT------\n`,
      `-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`,
    ].join('\n'),
    serverConfig: `operator: ${operatorJwt}
system_account: ${system.getPublicKey()}
resolver: MEMORY
resolver_preload: { ${account.getPublicKey()}: ${accountJwt}, ${system.getPublicKey()}: ${systemJwt} }`,
  };
}

function toJwt(issuer: KeyPair, subject: KeyPair, nats: object): string {
  const claims = {
    iat: Math.floor(Date.now() / 1_000),
    iss: issuer.getPublicKey(),
    sub: subject.getPublicKey(),
    name: 'test',
    nats: { ...nats, version: 2 },
  };
  const jti = createHash('sha256').update(JSON.stringify(claims)).digest('hex');
  const head = toBase64({ typ: 'JWT', alg: 'ed25519-nkey' });
  const signed = `${head}.${toBase64({ ...claims, jti })}`;
  const signature = Buffer.from(issuer.sign(Buffer.from(signed))).toString('base64url');
  return `${signed}.${signature}`;
}

function toBase64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
