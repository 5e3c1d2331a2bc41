import type { WebhookEventSourceSpec } from '../../../model/event-source/webhook.ts';
import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import { toProof } from './proof.ts';

/** Throws an `InvalidSpecError` where two events listen on the same requests, or what is signed is not what is read. */
export function checkEndpoints({ events }: WebhookEventSourceSpec, at: string): void {
  const taken = new Map<string, string>();
  for (const [event, { endpoint, methods, verify }] of Object.entries(events)) {
    for (const method of methods) {
      const other = taken.get(`${method} ${endpoint}`);
      if (other !== undefined)
        throw new InvalidSpecError(
          `${at}: webhook event '${event}': '${other}' takes ${method} ${endpoint} already, choose another endpoint`,
        );
      taken.set(`${method} ${endpoint}`, event);
    }
    if (methods.includes('GET') && toProof(verify)?.signsBody)
      throw new InvalidSpecError(
        `${at}: webhook event '${event}': a signature covers the body and GET has none, drop GET or use bearerToken`,
      );
  }
}
