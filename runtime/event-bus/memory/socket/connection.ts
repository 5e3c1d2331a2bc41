import { createConnection, type Socket } from 'node:net';
import type { Clock } from '../../../support/clock.ts';
import { BusUnavailableError } from '../../error.ts';
import { type Frame, FrameReader } from './frame.ts';
import { FrameWriter } from './frame-writer.ts';
import { type Calls, fromWireError, type Operation, type Reply } from './protocol.ts';

const pingEveryMs = 1_500;
const unansweredPings = 2;

/** One connection to a served store: calls in flight side by side, and pings, so that a silent store is noticed. */
export class Connection implements Disposable {
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #socket: Socket;
  readonly #writer: FrameWriter;
  readonly #calls = new Map<number, PromiseWithResolvers<Frame>>();
  #lastId = 0;
  #unanswered = 0;
  #nextPing: Disposable;

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
    this.#socket = createConnection(path);
    this.#writer = new FrameWriter(this.#socket);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#receive(new FrameReader());
    // its close says the same
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.#end();
      resolve();
    });
    this.#nextPing = clock.schedule(pingEveryMs, () => this.#ping());
  }

  /** Rejects with a `BusUnavailableError` where the connection ends first. */
  async call<Op extends Operation>(
    op: Op,
    args: Calls[Op]['args'],
    payload?: Uint8Array,
  ): Promise<Frame<Calls[Op]['result']>> {
    if (this.#socket.destroyed) throw this.#lost();
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<Frame>();
    this.#calls.set(id, answer);
    this.#writer.write({ id, op, args }, payload);
    return (await answer.promise) as Frame<Calls[Op]['result']>;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #receive(frames: FrameReader): void {
    this.#socket.on('data', (chunk) => {
      this.#unanswered = 0;
      try {
        for (const frame of frames.push(chunk)) this.#settle(frame);
      } catch (error) {
        this.#socket.destroy(error as Error);
      }
    });
  }

  #settle({ header, payload }: Frame): void {
    const { id, result, error } = header as Reply;
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (error) call?.reject(fromWireError(error));
    else call?.resolve({ header: result, payload });
  }

  #ping(): void {
    if (this.#unanswered === unansweredPings) {
      this.#socket.destroy();
      return;
    }
    this.#unanswered++;
    this.call('ping', null).catch(() => {});
    this.#nextPing = this.#clock.schedule(pingEveryMs, () => this.#ping());
  }

  #end(): void {
    this.#nextPing[Symbol.dispose]();
    for (const call of this.#calls.values()) call.reject(this.#lost());
    this.#calls.clear();
  }

  #lost(): BusUnavailableError {
    return new BusUnavailableError(`the connection to the memory store at ${this.#path} broke`);
  }
}
