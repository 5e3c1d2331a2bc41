import type { Json } from '../../json.ts';
import type { JsonSchema } from '../../schema.ts';
import { definitionLines, kindIndex } from './definitions.ts';

export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Whether Kubernetes itself defines the kind. */
export function isBuiltIn({ apiVersion, kind }: ObjectKind): boolean {
  return kinds().has(`${apiVersion}/${kind}`);
}

/** Every kind that Kubernetes itself defines in a version that is neither alpha nor beta. */
export function builtInKinds(): readonly ObjectKind[] {
  return [...kinds().keys()].map((key) => {
    const end = key.lastIndexOf('/');
    return { apiVersion: key.slice(0, end), kind: key.slice(end + 1) };
  });
}

/** The JSON Schema of the objects of a built-in kind: a field that the kind does not have is wrong. */
export function objectSchema(kind: ObjectKind): JsonSchema {
  return collect(kind, (fields) => ({
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, type }) => [name, toSchema(type)])),
    required: fields.filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
  }));
}

/** The same for a part of such an object, where `null` takes a field away and `$patch` directs the merge. */
export function patchSchema(kind: ObjectKind): JsonSchema {
  return collect(kind, (fields) => ({
    type: 'object',
    properties: Object.fromEntries(
      fields.map(({ name, type }) => [name, { anyOf: [toSchema(type), { type: 'null' }] }]),
    ),
    patternProperties: { '^\\$': {} },
    additionalProperties: false,
  }));
}

interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
}

let index: ReadonlyMap<string, string> | undefined;
let definitions: ReadonlyMap<string, string> | undefined;

function kinds(): ReadonlyMap<string, string> {
  index ??= readLines(kindIndex);
  return index;
}

function readLines(lines: string): ReadonlyMap<string, string> {
  return new Map(
    lines
      .trim()
      .split('\n')
      .map((line) => {
        const end = line.indexOf(' ');
        return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end + 1)];
      }),
  );
}

/** A schema with the definitions that it leads to. */
function collect({ apiVersion, kind }: ObjectKind, toObject: (fields: readonly Field[]) => JsonSchema): JsonSchema {
  definitions ??= readLines(definitionLines);
  const root = kinds().get(`${apiVersion}/${kind}`);
  if (root === undefined) throw new TypeError(`${apiVersion}/${kind} is not built in`);
  const $defs: Record<string, Json> = {};
  const pending = [root];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (Object.hasOwn($defs, id)) continue;
    const definition = definitions.get(id) ?? '';
    $defs[id] = toDefinition(id, definition, toObject);
    pending.push(...referencesIn(definition));
  }
  return { $ref: toRef(root), $defs };
}

function toDefinition(id: string, definition: string, toObject: (fields: readonly Field[]) => JsonSchema): JsonSchema {
  // neither a fixed set of fields nor an alias: any JSON
  if (definition === '') return {};
  if (!/^\S+?:/.test(definition)) return toSchema(definition);
  const fields = definition.split(' ').map(toField);
  // a name that the server makes up is another one at the next attempt
  return toObject(id === 'meta/v1.ObjectMeta' ? fields.filter(({ name }) => name !== 'generateName') : fields);
}

function toField(word: string): Field {
  const [, name = '', optional, type = ''] = /^(.+?)(\?)?:(.+)$/.exec(word) ?? [];
  return { name, optional: optional === '?', type };
}

function referencesIn(definition: string): readonly string[] {
  return definition.match(/[\w./]+\.[A-Z]\w*/g) ?? [];
}

function toSchema(type: string): JsonSchema {
  if (type.startsWith('[]')) return { type: 'array', items: toSchema(type.slice(2)) };
  if (type.startsWith('{}')) return { type: 'object', additionalProperties: toSchema(type.slice(2)) };
  const alternatives = type.split('|');
  if (alternatives.length > 1) return { anyOf: alternatives.map(toSchema) };
  if (type.startsWith('"')) return { const: JSON.parse(type) };
  return type.includes('.') ? { $ref: toRef(type) } : { type };
}

function toRef(id: string): string {
  return `#/$defs/${id.replaceAll('/', '~1')}`;
}
