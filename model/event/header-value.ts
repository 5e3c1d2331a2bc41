const plain = /^[!#$&-~]*$/;
const printable = /^[ -~]*$/;
const encodable = /[^!#$&-~]+/g;
const escaped = /(?:%[0-9a-f]{2})+/gi;
const quoted = /^"((?:[^"\\]|\\.)*)"$/s;

/**
 * An attribute's value as a header carries it: space, `"`, `%` and what is not printable ASCII are percent-encoded as
 * UTF-8 (CloudEvents HTTP and NATS bindings, section 3.1.3.2).
 */
export function toHeaderValue(value: string): string {
  if (plain.test(value)) return value;
  // JSON in `ewmeta` is full of quotes, and a callback for each is slow.
  if (printable.test(value)) return value.replaceAll('%', '%25').replaceAll('"', '%22').replaceAll(' ', '%20');
  return value.replace(encodable, (part) => encodeURIComponent(part.toWellFormed()));
}

/** The value that a header carries: unquoted where it is quoted, then percent-decoded once. Bytes that are no UTF-8 become U+FFFD. */
export function fromHeaderValue(text: string): string {
  const inner = text.startsWith('"') ? (quoted.exec(text)?.[1]?.replace(/\\(.)/gs, '$1') ?? text) : text;
  if (!inner.includes('%')) return inner;
  try {
    return decodeURIComponent(inner);
  } catch {
    return inner.replace(escaped, (part) => Buffer.from(part.replaceAll('%', ''), 'hex').toString('utf8'));
  }
}
