import { DecodeError } from './decode-error.ts';
import { type Event, optionalAttributes } from './event.ts';
import { fromHeaderValue, toHeaderValue } from './header-value.ts';

const required = ['id', 'source', 'type', 'time'] as const;
const prefix = 'ce-';
const optional = optionalAttributes.map((name) => ({ name, header: prefix + name }));
/** The headers of an event's own attributes. */
const own: ReadonlySet<string> = new Set(
  ['specversion', ...required, ...optionalAttributes].map((name) => prefix + name),
);

/**
 * The headers of an event whose payload travels as it is: `ce-id`, `ce-datacontenttype` and so on, percent-encoded
 * (binary content mode of the CloudEvents NATS binding).
 */
export function toHeaders(event: Event): Record<string, string> {
  const headers: Record<string, string> = { 'ce-specversion': '1.0' };
  for (const name of required) headers[prefix + name] = toHeaderValue(event[name]);
  for (const { name, header } of optional) {
    const value = event[name];
    if (value !== undefined) headers[header] = toHeaderValue(value);
  }
  for (const name in event.extensions) headers[prefix + name] = toHeaderValue(event.extensions[name] ?? '');
  return headers;
}

/** The event that `toHeaders` made these of. Names are lower-case. Throws a `DecodeError` where they make no CloudEvent 1.0. */
export function fromHeaders(headers: Readonly<Record<string, string | undefined>>, data: Uint8Array): Event {
  const read = (header: string) => {
    const text = headers[header];
    return text === undefined ? undefined : fromHeaderValue(text);
  };
  const need = (header: string) => {
    const value = read(header);
    if (value === undefined) throw new DecodeError('malformed', `the header ${header} is missing`);
    return value;
  };
  if (need('ce-specversion') !== '1.0') throw new DecodeError('malformed', 'ce-specversion is not 1.0');
  const event: { -readonly [Key in keyof Event]: Event[Key] } = {
    id: need('ce-id'),
    source: need('ce-source'),
    type: need('ce-type'),
    time: need('ce-time'),
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
    extensions[name] = fromHeaderValue(text);
  }
  return extensions;
}

/** Whether CloudEvents allow it as the name of an attribute: lower-case letters and digits. */
export function isAttributeName(name: string): boolean {
  return /^[a-z0-9]+$/.test(name);
}
