import type { EventAddress } from '../../model/event/address.ts';
import { type Event, metaExtension } from '../../model/event/event.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import type { StoredLetter } from './read-letters.ts';

/** `ci/github/push` */
export function toPath({ namespace, eventSource, event }: EventAddress): string {
  return `${namespace}/${eventSource}/${event}`;
}

/** All that a letter tells: what came of the event, the event's attributes, what its source says, and the payload. */
export function describeLetter(letter: StoredLetter): string[] {
  const { event, trigger, address, storedAt, attempts, executionId, reason, shortId, worker } = letter;
  const { data, extensions = {}, ...attributes } = event;
  const { [metaExtension]: meta, ...others } = extensions;
  return [
    ...toRows({
      id: shortId,
      trigger: toTriggerKey(trigger),
      worker,
      'given up': new Date(storedAt).toISOString(),
      attempts: String(attempts),
      ...(executionId && { execution: executionId }),
      reason,
      address: toPath(address),
    }),
    '',
    'Event',
    ...toRows({ ...attributes, ...maskAll(others) }).map((row) => `  ${row}`),
    ...(meta === undefined ? [] : ['', 'Meta', indent(prettify(meta, mask))]),
    '',
    `Payload, ${data.byteLength} bytes`,
    indent(toText(event)),
  ];
}

function maskAll(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(mask(name, value))]));
}

function toRows(values: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values).map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

function toText({ data }: Event): string {
  const bytes = Buffer.from(data);
  const text = bytes.toString();
  if (!bytes.equals(Buffer.from(text))) return `not text, in base64: ${bytes.toString('base64')}`;
  return prettify(text);
}

/** Names of what may hold a credential. */
const secretive = /authorization|cookie|token|secret|password|signature|api-?key/i;

function mask(name: string, value: unknown): unknown {
  return secretive.test(name) && typeof value === 'string' ? '***' : value;
}

function prettify(text: string, reviver?: (name: string, value: unknown) => unknown): string {
  try {
    return JSON.stringify(JSON.parse(text, reviver), null, 2);
  } catch {
    return text;
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
