import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** What a target answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of the body, at most 1 KiB. */
  readonly text: () => string;
}

const keptBytes = 1024;
const dumpedBytes = 128 * 1024;

/**
 * Sends a request. Resolves once the answer's body is consumed, so that the connection can serve the next request; a body
 * longer than 128 KiB costs the connection. Once the status has arrived it decides, whatever becomes of the body.
 * Rejects with the signal's reason, or with what undici says.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    dispatcher.dispatch(request, new Exchange({ resolve, reject, signal }));
  });
}

interface Settling {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal;
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #settling: Settling;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #kept: Buffer[] = [];
  #received = 0;
  #over = false;

  constructor(settling: Settling) {
    this.#settling = settling;
    settling.signal.addEventListener('abort', this);
  }

  /** The signal aborts. */
  handleEvent(): void {
    this.#settle(this.#settling.signal.reason);
    this.#controller?.abort(this.#settling.signal.reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // it waited for a connection for too long
    if (this.#over) controller.abort(this.#settling.signal.reason);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#received < keptBytes) this.#kept.push(chunk);
    this.#received += chunk.length;
    if (this.#received > dumpedBytes) controller.abort(new Error(`the body is longer than ${dumpedBytes} bytes`));
  }

  onResponseEnd(): void {
    this.#settle();
  }

  onResponseError(_: unknown, error: Error): void {
    this.#settle(error);
  }

  #settle(error?: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const { resolve, reject, signal } = this.#settling;
    signal.removeEventListener('abort', this);
    const kept = this.#kept;
    const text = () => Buffer.concat(kept).subarray(0, keptBytes).toString();
    if (this.#status === 0) reject(error);
    else resolve({ status: this.#status, headers: this.#headers, text });
  }
}
