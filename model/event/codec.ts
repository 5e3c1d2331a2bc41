import { DecodeError } from './decode-error.ts';
import { type Event, optionalAttributes } from './event.ts';
import { fromHeaderValue, toHeaderValue } from './header-value.ts';

/** How a protocol's headers carry attributes; CloudEvents have a binding for each. */
export interface Binding {
  /** What the names of attributes' headers begin with. */
  readonly prefix: string;
  /** The header of `datacontenttype`. */
  readonly contentType: string;
  readonly toValue: (text: string) => string;
  readonly fromValue: (value: string) => string;
}

/** What puts events into headers, whose payload travels as it is (binary content mode), and takes them out again. */
export interface Codec {
  toHeaders(event: Event): Record<string, string>;
  /** The event that `toHeaders` made these of. Names are lower-case. Throws a `DecodeError` where they make no CloudEvent 1.0. */
  fromHeaders(headers: Readonly<Record<string, string | undefined>>, data: Uint8Array): Event;
}

const required = ['id', 'source', 'type', 'time'] as const;

export function createCodec({ prefix, contentType, toValue, fromValue }: Binding): Codec {
  const toHeader = (name: string) => (name === 'datacontenttype' ? contentType : prefix + name);
  const optional = optionalAttributes.map((name) => ({ name, header: toHeader(name) }));
  const version = toHeader('specversion');
  const headerOf = { id: toHeader('id'), source: toHeader('source'), type: toHeader('type'), time: toHeader('time') };
  /** The headers of an event's own attributes. */
  const own: ReadonlySet<string> = new Set([version, ...[...required, ...optionalAttributes].map(toHeader)]);
  return { toHeaders, fromHeaders };

  function toHeaders(event: Event): Record<string, string> {
    const headers: Record<string, string> = { [version]: '1.0' };
    for (const name of required) headers[headerOf[name]] = toValue(event[name]);
    for (const { name, header } of optional) {
      const value = event[name];
      if (value !== undefined) headers[header] = toValue(value);
    }
    for (const name in event.extensions) headers[prefix + name] = toValue(event.extensions[name] ?? '');
    return headers;
  }

  function fromHeaders(headers: Readonly<Record<string, string | undefined>>, data: Uint8Array): Event {
    const read = (header: string) => {
      const text = headers[header];
      return text === undefined ? undefined : fromValue(text);
    };
    const need = (header: string) => {
      const value = read(header);
      if (value === undefined) throw new DecodeError('malformed', `the header ${header} is missing`);
      return value;
    };
    if (need(version) !== '1.0') throw new DecodeError('malformed', `${version} is not 1.0`);
    const event: { -readonly [Key in keyof Event]: Event[Key] } = {
      id: need(headerOf.id),
      source: need(headerOf.source),
      type: need(headerOf.type),
      time: need(headerOf.time),
      data,
    };
    for (const { name, header } of optional) {
      const value = read(header);
      if (value !== undefined) event[name] = value;
    }
    const extensions = readExtensions(headers);
    if (extensions) event.extensions = extensions;
    return event;
  }

  function readExtensions(headers: Readonly<Record<string, string | undefined>>): Record<string, string> | undefined {
    let extensions: Record<string, string> | undefined;
    for (const header in headers) {
      const text = headers[header];
      if (text === undefined || own.has(header) || !header.startsWith(prefix)) continue;
      const name = header.slice(prefix.length);
      if (!isAttributeName(name)) continue;
      extensions ??= {};
      extensions[name] = fromValue(text);
    }
    return extensions;
  }
}

/** The CloudEvents NATS binding: `ce-id`, `ce-datacontenttype` and so on, percent-encoded. */
export const { toHeaders, fromHeaders } = createCodec({
  prefix: 'ce-',
  contentType: 'ce-datacontenttype',
  toValue: toHeaderValue,
  fromValue: fromHeaderValue,
});

/** Whether CloudEvents allow it as the name of an attribute: lower-case letters and digits. */
export function isAttributeName(name: string): boolean {
  return /^[a-z0-9]+$/.test(name);
}
