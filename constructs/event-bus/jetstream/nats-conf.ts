import type { Json } from '../../../model/json.ts';

/** A value of `nats.conf`: what JSON can say, and variables of the environment. */
export type ConfValue = Json | ConfVariable | readonly ConfValue[] | { readonly [key: string]: ConfValue };

interface ConfVariable {
  readonly [variable]: string;
}

const variable = Symbol('variable');

/** The value of an environment variable, read when the server starts. */
export function fromEnvironment(name: string): ConfVariable {
  return { [variable]: name };
}

/** A configuration file of NATS, one line a key. */
export function printConf(conf: { readonly [key: string]: ConfValue }, includes: readonly string[] = []): string {
  const lines = [...toLines(conf, ''), ...includes.map((path) => `include ${path}`)];
  return `${lines.join('\n')}\n`;
}

function toLines(map: { readonly [key: string]: ConfValue }, indent: string): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const name = /^[A-Za-z_]\w*$/.test(key) ? key : quote(key);
    if (!isMap(value)) return [`${indent}${name}: ${print(value)}`];
    return [`${indent}${name} {`, ...toLines(value, `${indent}  `), `${indent}}`];
  });
}

function print(value: ConfValue): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (isVariable(value)) return `$${value[variable]}`;
  if (isMap(value))
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${quote(key)}: ${print(inner)}`)
      .join(', ')} }`;
  return String(value);
}

function isMap(value: ConfValue): value is { readonly [key: string]: ConfValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isVariable(value);
}

function isVariable(value: ConfValue): value is ConfVariable {
  return typeof value === 'object' && value !== null && variable in value;
}

/** NATS knows no `\u`. */
function quote(text: string): string {
  const escaped = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
    /["\\\u0000-\u001f]/g,
    (character) => short[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${escaped}"`;
}

const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
