import type { HttpResponse } from '../http-routes.ts';

/** Why a request does not become an event, as its sender is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: HttpResponse;

  constructor(status: number, message: string, more: { headers?: Record<string, string>; pointer?: string } = {}) {
    super(message);
    const { headers, ...body } = more;
    this.answer = { status, body: { error: message, ...body }, ...(headers && { headers }) };
  }
}

/** The same request may succeed later: nothing is wrong with it. */
export function tryLater(message: string, afterSeconds = 5): Refusal {
  return new Refusal(503, message, { headers: { 'retry-after': String(afterSeconds) } });
}
