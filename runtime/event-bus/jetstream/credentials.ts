import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/nats-core';
import type { JetStreamAuth } from '../../../model/event-bus/jetstream-auth.ts';
import type { SecretRef } from '../../../model/secret-ref.ts';
import type { Secrets } from '../../support/secrets.ts';
import { BusRefusedError } from '../error.ts';

/** What a client shows the servers. Its secret is read now and again, since signing cannot wait for it. */
export interface Credentials {
  /** Reads the secret as it is now. Rejects with a `SecretError`, or a `BusRefusedError` where it holds no credential. */
  refresh(): Promise<void>;
  readonly authenticator: Authenticator;
  /** Whom it shows, in messages. */
  readonly user: string;
}

interface Method {
  readonly secret: SecretRef;
  /** What the secret has to hold. */
  readonly holds: string;
  toAuthenticator(value: string): Authenticator;
  readonly user: string;
}

export function createCredentials(auth: JetStreamAuth | undefined, secrets: Pick<Secrets, 'read'>): Credentials {
  if (!auth) return { refresh: async () => {}, authenticator: () => undefined, user: 'a client without a credential' };
  const { secret, holds, toAuthenticator, user } = toMethod(auth);
  let current: Authenticator = () => undefined;
  return {
    user,
    // it must not throw: the SDK would close the connection for ever
    authenticator: (nonce) => current(nonce),
    async refresh() {
      const authenticator = toAuthenticator((await secrets.read(secret)).trim());
      try {
        authenticator('nonce');
      } catch (cause) {
        throw new BusRefusedError(`key '${secret.key}' of Secret '${secret.name}' does not hold ${holds}`, { cause });
      }
      current = authenticator;
    },
  };
}

function toMethod(auth: JetStreamAuth): Method {
  switch (auth.method) {
    case 'token':
      return {
        secret: auth.token,
        holds: 'a token',
        toAuthenticator: (token) => tokenAuthenticator(token),
        user: `the token of Secret '${auth.token.name}'`,
      };
    case 'user':
      return {
        secret: auth.password,
        holds: 'a password',
        toAuthenticator: (password) => usernamePasswordAuthenticator(auth.user, password),
        user: `user '${auth.user}'`,
      };
    case 'nkey':
      return {
        secret: auth.seed,
        holds: "an nkey's seed: SU...",
        toAuthenticator: (seed) => nkeyAuthenticator(Buffer.from(seed)),
        user: `the nkey of Secret '${auth.seed.name}'`,
      };
    case 'credentials':
      return {
        secret: auth.credentials,
        holds: "a credentials file: a user's JWT and its seed",
        toAuthenticator: (credentials) => credsAuthenticator(Buffer.from(`${credentials}\n`)),
        user: `the user of the credentials in Secret '${auth.credentials.name}'`,
      };
  }
}
