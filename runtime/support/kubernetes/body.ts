import { answerTooLong, KubernetesError } from './error.ts';

/** The text of a body. Rejects with a `KubernetesError` where it is longer than the limit. */
export async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLong('the answer', maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The lines of a body, as they arrive. */
export async function* readLines(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  let begun: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end)]).toString();
      begun = [];
      bytes = 0;
      from = end + 1;
    }
    bytes += chunk.length - from;
    if (bytes > maxBytes) throw tooLong('an event', maxBytes);
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
}

const newline = 0x0a;

function tooLong(what: string, maxBytes: number): KubernetesError {
  return new KubernetesError(`${what} of the API server is longer than ${maxBytes} bytes`, { reason: answerTooLong });
}
