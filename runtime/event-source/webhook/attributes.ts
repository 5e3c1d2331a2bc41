import { isAttributeName } from '../../../model/event/codec.ts';
import type { Event } from '../../../model/event/event.ts';
import { parseMediaType } from '../../../model/event/media-type.ts';
import type { EventDraft } from '../contract.ts';
import { Refusal } from './refusal.ts';

type Context = Omit<EventDraft, 'data' | 'meta'>;
type Attribute = 'specversion' | Exclude<keyof Event, 'extensions' | 'data'>;
type Rule = readonly [(value: string) => boolean, string];

const rfc3339 = /^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}:\d{2}(\.\d+)?(z|[+-]\d{2}:\d{2})$/i;
const uriReference = /^[^\s<>"{}|\\^`]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: CloudEvents forbid them in strings.
const control = /[\u0000-\u001f\u007f-\u009f]/;

const needed = ['id', 'source', 'type'] as const;

/** What each attribute of CloudEvents 1.0 must look like; all must have a character at least. */
const rules: Readonly<Record<string, Rule>> = {
  specversion: [(value) => value === '1.0', "must be '1.0'"],
  id: [() => true, ''],
  source: [(value) => uriReference.test(value), "must be a URI reference, for example '/sensors/7'"],
  type: [() => true, ''],
  subject: [() => true, ''],
  time: [
    (value) => rfc3339.test(value) && !Number.isNaN(Date.parse(value)),
    "must be RFC 3339, for example '2026-03-29T01:00:00Z'",
  ],
  datacontenttype: [(value) => parseMediaType(value) !== undefined, "must be a media type, for example 'text/plain'"],
  dataschema: [(value) => URL.canParse(value), "must be an absolute URI, for example 'https://example.com/schema'"],
} satisfies Record<Attribute, Rule>;

/**
 * The attributes of a CloudEvent, kept as they were sent; extensions as text. An attribute that is `null` is one that is
 * not there. Throws a `Refusal` that names each one that CloudEvents 1.0 does not allow.
 */
export function toContext(attributes: Iterable<readonly [string, unknown]>): Context {
  const present = new Map<string, string>();
  const problems: string[] = [];
  for (const [name, value] of attributes) {
    if (value === null) continue;
    const problem = findProblem(name, value);
    if (problem !== undefined) problems.push(`'${name}' ${problem}`);
    present.set(name, String(value));
  }
  for (const name of ['specversion', ...needed]) if (!present.has(name)) problems.push(`'${name}' is missing`);
  if (problems.length > 0) throw new Refusal(400, `this is no CloudEvent 1.0: ${problems.slice(0, 10).join('; ')}`);
  return split(present);
}

function findProblem(name: string, value: unknown): string | undefined {
  if (!isAttributeName(name) || name === 'data') return 'cannot name an attribute, use lower-case letters and digits';
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (typeof value !== 'string') {
    const isScalar = typeof value === 'boolean' || Number.isInteger(value);
    return rule || !isScalar ? `must be a text${rule ? '' : ', a whole number, true or false'}` : undefined;
  }
  if (!value.isWellFormed() || control.test(value)) return 'holds a control character or half a character';
  if (rule && value === '') return 'is empty';
  return rule === undefined || rule[0](value) ? undefined : rule[1];
}

function split(present: ReadonlyMap<string, string>): Context {
  const entries = [...present].filter(([name]) => name !== 'specversion');
  const context = Object.fromEntries(entries.filter(([name]) => Object.hasOwn(rules, name)));
  const extensions = entries.filter(([name]) => !Object.hasOwn(rules, name));
  return {
    ...(context as Record<(typeof needed)[number], string>),
    ...(extensions.length > 0 && { extensions: Object.fromEntries(extensions) }),
  };
}
