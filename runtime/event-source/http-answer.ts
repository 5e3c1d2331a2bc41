import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { HttpResponse } from './http-routes.ts';

/** A refusal: its body is `{ "error": … }`. */
export function refusal(status: number, error: string, headers?: Readonly<Record<string, string>>): HttpResponse {
  return { status, body: { error }, ...(headers && { headers }) };
}

/** Sends an answer whole. */
export function send(response: ServerResponse, answer: HttpResponse): void {
  const { headers, text } = render(answer);
  response.writeHead(answer.status, headers).end(text);
}

/** Sends an answer whole, but leaves the exchange open: the sender has not finished writing. */
export function sendAhead(response: ServerResponse, answer: HttpResponse): void {
  const { headers, text } = render(answer);
  response.writeHead(answer.status, headers).write(text);
}

/** An answer as bytes, for a connection on which nothing that is HTTP arrived. */
export function toRawAnswer(answer: HttpResponse): string {
  const { headers, text } = render(answer);
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${lines.join('')}\r\n${text}`;
}

function render({ headers, body }: HttpResponse): { headers: Record<string, string | number>; text: string } {
  const [type, text] =
    typeof body === 'string' ? ['text/plain; charset=utf-8', body] : ['application/json', JSON.stringify(body ?? {})];
  return { headers: { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers }, text };
}
