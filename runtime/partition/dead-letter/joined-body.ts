import type { Json } from '../../../model/json.ts';
import { type Joined, type PackedJoined, packJoined, unpackJoined } from '../work/joined.ts';

/** What a message tells that carries several events. */
export interface JoinedBody {
  readonly joined: Joined;
  /** What was made of them; absent where that could not be, or where there was no room for it. */
  readonly template?: Json;
}

type PackedBody = PackedJoined & Pick<JoinedBody, 'template'>;

/** As JSON, the template left out where it would be more than `maxBytes`. */
export function toJoinedBody({ joined, template }: JoinedBody, maxBytes: number): Uint8Array {
  const packed = packJoined(joined);
  const whole = encode({ ...packed, ...(template !== undefined && { template }) });
  return template === undefined || whole.byteLength <= maxBytes ? whole : encode(packed);
}

/** Absent where it is none. */
export function readJoinedBody(data: Uint8Array): JoinedBody | undefined {
  try {
    const { template, ...packed } = JSON.parse(Buffer.from(data).toString()) as PackedBody;
    return { joined: unpackJoined(packed), ...(template !== undefined && { template }) };
  } catch {
    return undefined;
  }
}

function encode(body: PackedBody): Uint8Array {
  return Buffer.from(JSON.stringify(body));
}
