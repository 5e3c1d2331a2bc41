/** A record's headers as the SDK reads them. */
export type RecordHeaders = readonly (readonly [Buffer | null, Buffer | null])[];

interface Seen {
  readonly nameBytes: Uint8Array;
  readonly name: string;
  readonly recurs: boolean;
  valueBytes: Uint8Array | undefined;
  value: string;
}

const mostSeen = 32;

/**
 * Makes texts of headers. Their names, and the values of some, are mostly those that the record before had at the same place:
 * to compare bytes costs less than to make a text, and leaves no garbage.
 */
export class HeaderTexts {
  readonly #recurring: ReadonlySet<string>;
  readonly #seen: Seen[] = [];

  /** The names of the headers with few values. */
  constructor(recurring: ReadonlySet<string>) {
    this.#recurring = recurring;
  }

  /** The value of one header; absent where it is not there. */
  find(headers: RecordHeaders, wanted: string): string | undefined {
    for (let at = 0; at < headers.length; at++) {
      const [name, value] = headers[at] as RecordHeaders[number];
      if (!name || !value) continue;
      const seen = this.#see(at, name);
      if (seen.name === wanted) return toValue(seen, value);
    }
    return undefined;
  }

  /** All of them, by their names in lower case. */
  read(headers: RecordHeaders): Record<string, string> {
    const read: Record<string, string> = {};
    for (let at = 0; at < headers.length; at++) {
      const [name, value] = headers[at] as RecordHeaders[number];
      if (!name || !value) continue;
      const seen = this.#see(at, name);
      read[seen.name] = toValue(seen, value);
    }
    return read;
  }

  #see(at: number, name: Buffer): Seen {
    const before = this.#seen[at];
    if (before && isSame(before.nameBytes, name)) return before;
    const text = name.toString().toLowerCase();
    // a copy, for it is part of all that was fetched with it
    const nameBytes = Uint8Array.from(name);
    const seen = { nameBytes, name: text, recurs: this.#recurring.has(text), valueBytes: undefined, value: '' };
    if (at < mostSeen) this.#seen[at] = seen;
    return seen;
  }
}

function toValue(seen: Seen, value: Buffer): string {
  if (!seen.recurs) return value.toString();
  if (!seen.valueBytes || !isSame(seen.valueBytes, value)) {
    seen.valueBytes = Uint8Array.from(value);
    seen.value = value.toString();
  }
  return seen.value;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
