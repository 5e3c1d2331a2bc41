import type { IncomingMessage } from 'node:http';

const nothing = Buffer.alloc(0);

export interface BodyOptions {
  readonly maxBytes: number;
  /** Asks a sender that waits for it (`Expect: 100-continue`) to go on. */
  readonly invite: () => void;
}

/** Whether a body follows the headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || toLength(headers) > 0;
}

/**
 * A request's body; `'tooLarge'` as soon as it is known to exceed `maxBytes`, by what the sender announced or by what
 * came, and then nothing of it is kept. Rejects where the sender goes away before the end.
 */
export function readBody(request: IncomingMessage, options: BodyOptions): Promise<Buffer | 'tooLarge'> {
  if (!hasBody(request)) return Promise.resolve(nothing);
  if (toLength(request.headers) > options.maxBytes) return Promise.resolve('tooLarge');
  if (request.headers.expect !== undefined) options.invite();
  return collect(request, options.maxBytes);
}

/**
 * Reads the rest of a body and throws it away, for `maxMs` at the most, so that a sender that is still writing gets to
 * see the answer: closing a connection with unread bytes resets it.
 */
export function discardBody(request: IncomingMessage, maxMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve();
    const timer = setTimeout(finish, maxMs);
    request.once('end', finish).once('close', finish).resume();
    function finish(): void {
      clearTimeout(timer);
      resolve();
    }
  });
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'tooLarge'> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return chunks.push(chunk);
      chunks = [];
      resolve('tooLarge');
    });
    // A copy, even of one chunk, which would keep all of what was read from the socket with it.
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('the sender went away'));
    });
  });
}

function toLength(headers: IncomingMessage['headers']): number {
  return Number(headers['content-length'] ?? 0);
}
