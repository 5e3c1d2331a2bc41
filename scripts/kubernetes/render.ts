import { type Definition, readDefinitions } from './read-definitions.ts';

const folder = 'node_modules/kubernetes-types';
const origin = '// Made by `npm run docs` from the package kubernetes-types.';

/** Every file that is made of the API's types, as it should be. */
export function renderKubernetes(): ReadonlyMap<string, string> {
  const definitions = readDefinitions(folder);
  const kinds = [...definitions.values()].filter(isKind).sort((a, b) => (toKey(a) < toKey(b) ? -1 : 1));
  return new Map([
    ['model/trigger/kubernetes/definitions.ts', renderDefinitions(kinds, definitions)],
    ['constructs/trigger/kubernetes-objects.ts', renderObjects(kinds)],
  ]);
}

type Kind = Definition & Required<Pick<Definition, 'kind'>>;

const notCreated = /Review$|^core\/v1\.Binding$|\.(TokenRequest|Eviction|Scale|ComponentStatus)$/;

/** Whether objects of it are created, by a name: neither lists nor questions to the server, nor what may yet change. */
function isKind(definition: Definition): definition is Kind {
  return (
    definition.kind !== undefined &&
    typeof definition.fields !== 'string' &&
    definition.fields.some(({ name, type }) => name === 'metadata' && type === 'meta/v1.ObjectMeta') &&
    !/alpha|beta/.test(definition.id) &&
    !notCreated.test(definition.id)
  );
}

function toKey({ kind: { apiVersion, kind } }: Kind): string {
  return `${apiVersion}/${kind}`;
}

function renderDefinitions(kinds: readonly Kind[], definitions: ReadonlyMap<string, Definition>): string {
  const reached = new Map<string, Definition>();
  const reach = (definition: Definition) => {
    if (reached.has(definition.id)) return;
    reached.set(definition.id, definition);
    for (const type of typesOf(definition))
      for (const part of type.split('|')) {
        const next = definitions.get(part.replace(/^(\[\]|\{\})+/, ''));
        if (next) reach(next);
      }
  };
  for (const kind of kinds) reach(kind);
  const ids = [...reached.keys()].sort();
  const index = kinds.map((kind) => `${toKey(kind)} ${kind.id}`);
  return [
    origin,
    '/** The definition of each kind: `batch/v1/Job batch/v1.Job`. */',
    `export const kindIndex: string = ${toTemplate(index)};`,
    '',
    '/** A definition a line, `<id> <field>[?]:<type> ...` or `<id> <type>`, where `[]` is a list of, `{}` a map of. */',
    `export const definitionLines: string = ${toTemplate(ids.map((id) => toLine(reached.get(id) as Definition)))};`,
    '',
  ].join('\n');
}

function typesOf({ kind, fields }: Definition): readonly string[] {
  return typeof fields === 'string' ? [fields] : withoutStatus(fields, kind).map(({ type }) => type);
}

/** A status is its controller's. */
function withoutStatus(fields: Exclude<Definition['fields'], string>, kind: Definition['kind']) {
  return kind ? fields.filter(({ name }) => name !== 'status') : fields;
}

function toLine({ id, kind, fields }: Definition): string {
  if (typeof fields === 'string') return `${id} ${fields}`;
  const words = withoutStatus(fields, kind).map(({ name, optional, type }) => `${name}${optional ? '?' : ''}:${type}`);
  return [id, ...words].join(' ');
}

function toTemplate(lines: readonly string[]): string {
  return `\`\n${lines.join('\n')}\n\``;
}

function renderObjects(kinds: readonly Kind[]): string {
  const files = [...new Set(kinds.map(fileOf))].sort();
  return [
    origin,
    ...files.map((file) => `import type * as ${toIdentifier(file)} from 'kubernetes-types/${file}.d.ts';`),
    '',
    '/** The objects that Kubernetes itself defines, by `<apiVersion>/<kind>`. */',
    'export interface KubernetesObjects {',
    ...kinds.map((kind) => `  '${toKey(kind)}': ${toIdentifier(fileOf(kind))}.${kind.id.split('.')[1]};`),
    '}',
    '',
  ].join('\n');
}

function fileOf({ id }: Kind): string {
  return id.slice(0, id.indexOf('.'));
}

/** `batch/v1` is `batchV1`. */
function toIdentifier(file: string): string {
  return file.replace(/\/(.)/g, (_, letter: string) => letter.toUpperCase());
}
