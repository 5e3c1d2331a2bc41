import { type Clock, sleep } from '../../../support/clock.ts';
import { orAborted } from '../../../support/or-aborted.ts';
import type { BusPromises } from '../../contract.ts';
import { BusUnavailableError } from '../../error.ts';
import { Connection } from './connection.ts';
import type { Frame } from './frame.ts';
import type { Calls, Operation } from './protocol.ts';

export interface LinkOptions {
  readonly path: string;
  readonly client: string | undefined;
  readonly clock: Clock;
}

const reconnectAfterMs = 100;

/** A connection that is made anew whenever it ends, until the link is disposed. */
export class Link implements AsyncDisposable {
  readonly #options: LinkOptions;
  readonly #closed = new AbortController();
  readonly #kept: Promise<void>;
  #connection: Connection | undefined;
  #lastReader = 0;
  #up = Promise.withResolvers<BusPromises>();

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#kept = this.#keep();
  }

  /** A number that none of this link's readers has had. */
  newReader(): number {
    return ++this.#lastReader;
  }

  /** Resolves, with what the store promises, once it is connected. Rejects with the signal's reason. */
  up(signal: AbortSignal): Promise<BusPromises> {
    return orAborted(this.#up.promise, signal);
  }

  /** Rejects with a `BusUnavailableError` where it is not connected, or the connection ends first. */
  async call<Op extends Operation>(
    op: Op,
    args: Calls[Op]['args'],
    payload?: Uint8Array,
  ): Promise<Frame<Calls[Op]['result']>> {
    if (!this.#connection) throw new BusUnavailableError(`the memory store at ${this.#options.path} cannot be reached`);
    return this.#connection.call(op, args, payload);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await this.#kept;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      await this.#connect(signal);
      await sleep(this.#options.clock, reconnectAfterMs, signal).catch(() => {});
    }
  }

  /** Resolves when a connection has come and gone. */
  async #connect(signal: AbortSignal): Promise<void> {
    const { path, client, clock } = this.#options;
    using connection = new Connection(path, clock);
    const end = () => connection[Symbol.dispose]();
    signal.addEventListener('abort', end);
    try {
      const { header } = await connection.call('hello', { client });
      this.#connection = connection;
      this.#up.resolve(header.promises);
    } catch {
      end();
    }
    await connection.ended;
    signal.removeEventListener('abort', end);
    if (!this.#connection) return;
    this.#connection = undefined;
    this.#up = Promise.withResolvers();
  }
}
