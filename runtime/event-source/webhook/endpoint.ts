import { decodeData } from '../../../model/event/decode.ts';
import { DecodeError } from '../../../model/event/decode-error.ts';
import type { WebhookEventSourceSpec, WebhookEventSpec } from '../../../model/event-source/webhook.ts';
import type { EventSourceContext } from '../contract.ts';
import type { HttpRequest, HttpResponse } from '../http-routes.ts';
import type { UntilStored } from './answer-in-time.ts';
import { toDrafts } from './drafts.ts';
import { toMeta, toOmitted } from './meta.ts';
import { compilePayload } from './payload.ts';
import { toProof } from './proof.ts';
import { Refusal } from './refusal.ts';
import { verify } from './verify.ts';

/** Answers one request. Rejects only where something is wrong here. */
export type Endpoint = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * Compiles what answers the requests for one event. In this order: 401 (or 503) for who sent it, 415 and 400 for what
 * cannot be read, 422 for what does not fit the schema, 503 (or 413) from the bus; and 202 with the id, or the ids of a
 * batch, once all of it is stored. It is 202 and not 200, since triggers are yet to act on it.
 */
export async function openEndpoint(
  event: string,
  spec: WebhookEventSpec,
  context: EventSourceContext<WebhookEventSourceSpec> & { readonly untilStored: UntilStored },
): Promise<Endpoint> {
  const proof = toProof(spec.verify);
  const checkPayload = await compilePayload(spec.payload, `${context.namespace}/${context.name}: event '${event}'`);
  const omitted = toOmitted(proof ? [proof.header, ...(proof.related ?? [])] : []);
  const idHeaders = proof?.idHeaders ?? ['webhook-id', 'idempotency-key'];
  const keys = {
    secret: context.secret,
    unavailable: (error: unknown) => context.log.error('requests cannot be verified', { event, error }),
  };
  await Promise.all(proof?.secrets.map(context.secret) ?? []);

  return async (request) => {
    try {
      if (proof) await verify(request, proof, keys);
      const { batched, drafts } = toDrafts(request, idHeaders);
      for (const { data, datacontenttype } of drafts) checkPayload(decodeData(data, datacontenttype));
      const meta = { ...toMeta(request, omitted) };
      await context.untilStored(Promise.all(drafts.map((draft) => context.emit(event, { ...draft, meta }))));
      const ids = drafts.map(({ id }) => id);
      return { status: 202, body: batched ? { ids } : { id: ids[0] } };
    } catch (error) {
      const refusal = toRefusal(error);
      context.refused(`${request.method} ${request.path}: ${refusal.answer.status}, ${refusal.message}`);
      return refusal.answer;
    }
  };
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof DecodeError) return new Refusal(error.code === 'unsupportedCharset' ? 415 : 400, error.message);
  throw error;
}
