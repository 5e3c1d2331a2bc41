/** What one side sends to the other: a header that JSON can say, and bytes. */
export interface Frame<Header = unknown> {
  readonly header: Header;
  readonly payload: Uint8Array;
}

const prefixBytes = 8;
const maxFrameBytes = 256 * 1024 ** 2;
export const noBytes = new Uint8Array();

/** `<length of the header><length of the payload><header><payload>`, lengths as unsigned 32 bits, little endian. */
export function encodeFrame(header: unknown, payload: Uint8Array = noBytes): readonly Uint8Array[] {
  const text = JSON.stringify(header);
  const headerBytes = Buffer.byteLength(text);
  const head = Buffer.allocUnsafe(prefixBytes + headerBytes);
  head.writeUInt32LE(headerBytes, 0);
  head.writeUInt32LE(payload.byteLength, 4);
  head.write(text, prefixBytes);
  return payload.byteLength > 0 ? [head, payload] : [head];
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #needed = prefixBytes;

  /** The frames that these bytes complete. Throws a `RangeError` where they cannot be any. */
  *push(chunk: Uint8Array): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    // joined only once a frame is complete, so that a large one is not copied with each chunk
    if (this.#bytes < this.#needed) return;
    const bytes = this.#chunks.length === 1 ? asBuffer(chunk) : Buffer.concat(this.#chunks);
    let at = 0;
    for (;;) {
      this.#needed = frameBytes(bytes, at);
      if (bytes.byteLength - at < this.#needed) break;
      yield toFrame(bytes, at);
      at += this.#needed;
    }
    this.#chunks = at < bytes.byteLength ? [bytes.subarray(at)] : [];
    this.#bytes = bytes.byteLength - at;
  }
}

function frameBytes(bytes: Buffer, at: number): number {
  if (bytes.byteLength - at < prefixBytes) return prefixBytes;
  const length = prefixBytes + bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4);
  if (length > maxFrameBytes) throw new RangeError(`a frame of ${length} bytes is no frame of a memory store`);
  return length;
}

function toFrame(bytes: Buffer, at: number): Frame {
  const headerEnd = at + prefixBytes + bytes.readUInt32LE(at);
  const payloadBytes = bytes.readUInt32LE(at + 4);
  return {
    header: JSON.parse(bytes.toString('utf8', at + prefixBytes, headerEnd)),
    payload: new Uint8Array(bytes.buffer, bytes.byteOffset + headerEnd, payloadBytes),
  };
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
