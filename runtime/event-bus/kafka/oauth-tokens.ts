import { Agent, request } from 'undici';
import type { KafkaOAuthBearer } from '../../../model/event-bus/kafka-sasl.ts';
import type { SecretRef } from '../../../model/secret-ref.ts';
import type { Clock } from '../../support/clock.ts';
import type { Secrets } from '../../support/secrets.ts';
import { BusRefusedError, BusUnavailableError } from '../error.ts';

export interface CredentialsContext {
  readonly secrets: Pick<Secrets, 'read'>;
  readonly clock: Clock;
}

/** Tokens of OAuth 2.0's client credentials. */
export interface Tokens {
  /** One that is valid for a while. Rejects with a `BusRefusedError` where the endpoint refuses the client. */
  get(): Promise<string>;
}

interface Token {
  readonly value: string;
  readonly staleAt: number;
}

/** A token is got anew once so much of its life is over. */
const fresh = 0.8;
const timeoutMs = 5_000;
const defaultLifeSeconds = 300;

export function createTokens(options: KafkaOAuthBearer, { secrets, clock }: CredentialsContext): Tokens {
  const { tokenEndpoint, clientId, clientSecret, scope, ca } = options;
  let held: Token | undefined;
  let asking: Promise<Token> | undefined;
  return {
    async get() {
      if (held && clock.now() < held.staleAt) return held.value;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      held = await asking;
      return held.value;
    },
  };

  async function ask(): Promise<Token> {
    const read = (of: string | SecretRef) => (typeof of === 'string' ? of : secrets.read(of));
    const [id, secret] = await Promise.all([read(clientId), read(clientSecret)]);
    const credential = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret.trim())}`).toString('base64');
    const dispatcher = ca && new Agent({ connect: { ca: await secrets.read(ca) } });
    try {
      const response = await request(tokenEndpoint, {
        method: 'POST',
        headers: { authorization: `Basic ${credential}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }).toString(),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        ...(dispatcher && { dispatcher }),
      });
      return readToken(response.statusCode, await response.body.text());
    } catch (error) {
      if (error instanceof BusRefusedError) throw error;
      throw new BusUnavailableError(`${tokenEndpoint}: ${(error as Error).message}`, { cause: error });
    } finally {
      await dispatcher?.close();
    }
  }

  function readToken(status: number, text: string): Token {
    if (status === 400 || status === 401 || status === 403)
      throw new BusRefusedError(
        `${tokenEndpoint} refused the client: it answered ${status}; compare 'sasl.clientId' and its Secrets with what is registered there`,
      );
    if (status !== 200) throw new BusUnavailableError(`${tokenEndpoint} answered ${status}`);
    const { access_token: value, expires_in: seconds = defaultLifeSeconds } = JSON.parse(text);
    if (typeof value !== 'string') throw new BusUnavailableError(`${tokenEndpoint} answered without an access_token`);
    return { value, staleAt: clock.now() + fresh * 1_000 * Number(seconds) };
  }
}
