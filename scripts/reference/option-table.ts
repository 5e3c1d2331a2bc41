import ts from 'typescript';
import { type JsonSchema, toJsonSchema } from '../../model/schema.ts';

/** Where a table's facts are: types and words in an interface, defaults in its schema. */
export interface OptionTable {
  readonly file: string;
  readonly interface: string;
  /** None for what nobody writes, only reads. */
  readonly schema?: Parameters<typeof toJsonSchema>[0];
  /** The way to the interface's object within the schema. */
  readonly at?: readonly (string | number)[];
  /** Leaves out what the interface inherits. */
  readonly own?: true;
}

/** A table of an interface's options, in Markdown. */
export function toMarkdown(table: OptionTable, program: ts.Program): string {
  const schema = table.schema && (table.at ?? []).reduce<JsonSchema>(step, toJsonSchema(table.schema));
  const rows = optionsOf(table, program).map(({ name, type, text }) =>
    row([code(name), code(type), ...(schema ? [defaultOf(name, schema)] : []), text]),
  );
  const head = schema ? ['option', 'type', 'default', ''] : ['field', 'type', ''];
  return [row(head), row(head.map(() => '---')), ...rows].join('\n');
}

export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function optionsOf({ file, interface: name, own }: OptionTable, program: ts.Program) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const declared = source && checker.getSymbolAtLocation(source)?.exports?.get(ts.escapeLeadingUnderscores(name));
  if (!declared) throw new Error(`${file} exports no '${name}'`);
  const options = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(declared));
  return options
    .filter(({ escapedName }) => !own || declared.members?.has(escapedName))
    .map((property) => {
      const [declaration] = property.declarations ?? [];
      const type = declaration && ts.isPropertySignature(declaration) ? (declaration.type?.getText() ?? '') : '';
      return {
        name: property.name,
        type: type.replace(/\breadonly /g, '').replace(/\s+/g, ' '),
        text: ts.displayPartsToString(property.getDocumentationComment(checker)).replace(/\s+/g, ' '),
      };
    });
}

export function defaultOf(name: string, schema: JsonSchema): string {
  const { properties, required } = schema as { properties?: Record<string, JsonSchema>; required?: string[] };
  const value = properties?.[name]?.default;
  if (required?.includes(name)) return 'required';
  return value === undefined || isEmpty(value) ? '' : code(print(value));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function print(value: unknown): string {
  return JSON.stringify(value).replaceAll('"', "'").replaceAll(',', ', ');
}

function step(schema: JsonSchema, key: string | number): JsonSchema {
  const next = (schema as Record<string, unknown>)[key];
  if (typeof next !== 'object' || next === null) throw new Error(`the schema has no '${key}'`);
  return next as JsonSchema;
}

export function code(text: string): string {
  return `\`${text}\``;
}
