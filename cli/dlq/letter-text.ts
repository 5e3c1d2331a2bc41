import { toPath } from '../../model/event/address.ts';
import { type Event, metaExtension } from '../../model/event/event.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { eventsOf, type Joined } from '../../runtime/partition/work/joined.ts';
import { toPrintableLines } from '../command/printable.ts';
import { toTimestamp } from '../units.ts';
import type { StoredLetter } from './read-letters.ts';

/**
 * All that a letter tells: what came of its events, and of each the attributes, what its source says, and the payload; of
 * several also what was made of them.
 */
export function describeLetter(letter: StoredLetter): string[] {
  const { event, trigger, address, storedAt, attempts, reason, shortId, worker, joined } = letter;
  const executionId = joined?.executionId ?? letter.executionId;
  return [
    ...toRows({
      id: shortId,
      trigger: toTriggerKey(trigger),
      worker,
      'given up': toTimestamp(storedAt),
      attempts: String(attempts),
      ...(executionId && { execution: executionId }),
      ...(joined?.key && { key: joined.key }),
      reason,
      ...(joined ? { events: String(eventsOf(joined).length) } : { address: toPath(address) }),
    }),
    ...(joined ? [...describeEach(joined), ...describeTemplate(letter)] : describeEvent('Event', event)),
  ];
}

function describeEach({ events }: Joined): string[] {
  return Object.entries(events).flatMap(([dependency, all]) =>
    all.flatMap(({ event, address, storedAt }) =>
      describeEvent(`Event of '${dependency}'`, event, { address: toPath(address), stored: toTimestamp(storedAt) }),
    ),
  );
}

function describeEvent(title: string, event: Event, where: Readonly<Record<string, string>> = {}): string[] {
  const { data, extensions = {}, ...attributes } = event;
  const { [metaExtension]: meta, ...others } = extensions;
  return [
    '',
    title,
    ...toRows({ ...where, ...attributes, ...maskAll(others) }).map((row) => `  ${row}`),
    ...(meta === undefined ? [] : ['', 'Meta', ...indent(prettify(meta, mask))]),
    '',
    `Payload, ${data.byteLength} bytes`,
    ...indent(toText(event)),
  ];
}

function describeTemplate({ template, executionId }: StoredLetter): string[] {
  if (template !== undefined) return ['', 'Template', ...indent(prettify(JSON.stringify(template), mask))];
  return executionId ? ['', 'Template', '  left out: there is no room for it beside the events'] : [];
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

function indent(text: string): string[] {
  return toPrintableLines(text).map((line) => `  ${line}`);
}
