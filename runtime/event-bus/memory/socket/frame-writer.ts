import type { Socket } from 'node:net';
import { encodeFrame } from './frame.ts';

/** Writes frames to a socket, those of one turn of the event loop together. */
export class FrameWriter {
  readonly #socket: Socket;
  #corked = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  write(header: unknown, payload?: Uint8Array): void {
    if (!this.#socket.writable) return;
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      setImmediate(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    for (const bytes of encodeFrame(header, payload)) this.#socket.write(bytes);
  }
}
