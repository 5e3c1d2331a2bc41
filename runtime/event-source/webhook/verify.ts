import { timingSafeEqual } from 'node:crypto';
import type { SecretRef } from '../../../model/secret-ref.ts';
import type { HttpRequest } from '../http-routes.ts';
import type { Proof } from './proof.ts';
import { Refusal, tryLater } from './refusal.ts';

/**
 * Rejects with a `Refusal` where a request does not prove who sent it: 401. Each of the secrets is valid. Where none of
 * those that can be read fits and another cannot be read, nobody knows: 503, and `unavailable` is told why.
 */
export async function verify(
  { headers, body }: Pick<HttpRequest, 'headers' | 'body'>,
  proof: Proof,
  { secret, unavailable }: { secret(ref: SecretRef): Promise<string>; unavailable(error: unknown): void },
): Promise<void> {
  const value = headers[proof.header];
  if (typeof value !== 'string') throw unauthorized(`the header ${proof.header} is missing`, proof);
  const given = proof.read(value);
  let fits = false;
  let failure: unknown;
  for (const ref of proof.secrets) {
    try {
      const expected = proof.expect(await secret(ref), body);
      // Every secret is compared, so that the time taken does not tell which one fitted.
      if (expected.length === given.length && timingSafeEqual(expected, given)) fits = true;
    } catch (error) {
      failure = error;
    }
  }
  if (fits) return;
  if (failure === undefined) throw unauthorized(`what the header ${proof.header} holds does not fit`, proof);
  unavailable(failure);
  throw tryLater('requests cannot be verified here at present, send it again later');
}

function unauthorized(what: string, { hint, challenge }: Proof): Refusal {
  return new Refusal(
    401,
    `${what}, send ${hint}`,
    challenge === undefined ? {} : { headers: { 'www-authenticate': challenge } },
  );
}
