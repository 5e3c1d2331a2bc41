import { hash, timingSafeEqual } from 'node:crypto';
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
  const given = digest(Buffer.from(proof.normalize(value), 'latin1'));
  let fits = false;
  let failure: unknown;
  for (const read of await Promise.allSettled(proof.secrets.map(secret))) {
    if (read.status === 'rejected') failure = read.reason;
    // Every secret is compared, so that the time taken does not tell which one fitted.
    else if (timingSafeEqual(digest(Buffer.from(proof.expect(read.value, body))), given)) fits = true;
  }
  if (fits) return;
  if (failure === undefined) throw unauthorized(`what the header ${proof.header} holds does not fit`, proof);
  unavailable(failure);
  throw tryLater('requests cannot be verified here at present, send it again later');
}

/** Of one length whatever the text's, so that comparing tells nothing of it. */
function digest(text: Buffer): Buffer {
  return hash('sha256', text, 'buffer');
}

function unauthorized(what: string, { hint, challenge }: Proof): Refusal {
  return new Refusal(
    401,
    `${what}, send ${hint}`,
    challenge === undefined ? {} : { headers: { 'www-authenticate': challenge } },
  );
}
