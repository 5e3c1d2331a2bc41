import {
  type ArrowFunctionExpression,
  type Expression,
  type FunctionExpression,
  type Options,
  parseExpressionAt,
} from 'acorn';
import { InvalidSpecError } from '../../invalid-spec-error.ts';
import { limits } from '../limits.ts';
import { reject, type Source } from './source.ts';
import { withoutInstrumentation } from './without-instrumentation.ts';

export type FunctionNode = ArrowFunctionExpression | FunctionExpression;

const options: Options = { ecmaVersion: 2025, sourceType: 'module' };

/** The tree of a function's source, which may be an arrow, a function, or a method as an object holds it. */
export function parseFunction(source: Source): FunctionNode {
  const { text, at } = source;
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text))
    throw new InvalidSpecError(`${at}: a native or bound function has no source, write an arrow function`);
  if (/^class\b/.test(text)) throw new InvalidSpecError(`${at}: a class is no function, write an arrow function`);
  if (text.length > limits.code)
    throw new InvalidSpecError(`${at}: an expression of ${text.length} characters, write at most ${limits.code}`);
  try {
    const node = parse(source);
    if (node.async) reject(source, node, 'an async function, an expression awaits nothing; remove `async`');
    if (node.generator) reject(source, node, 'a generator, write an arrow function that answers an array');
    return withoutInstrumentation(node, text);
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidSpecError(`${at}: the expression is nested too deeply, split it`);
    throw error;
  }
}

function parse(source: Source): FunctionNode {
  const direct = attempt(source.text);
  if (direct instanceof SyntaxError === false && isFunction(direct)) return direct;
  const object = attempt(`{${source.text}}`); // filter({ data }) { … }
  const property =
    object instanceof SyntaxError || object.type !== 'ObjectExpression' ? undefined : object.properties[0];
  if (property?.type === 'Property' && property.kind !== 'init')
    throw new InvalidSpecError(`${source.at}: a getter or setter, write an arrow function`);
  if (property?.type === 'Property' && property.method && isFunction(property.value)) return shift(property.value, -1);
  const why = direct instanceof SyntaxError ? direct.message : 'it is a value';
  throw new InvalidSpecError(
    `${source.at}: not a function (${why}), write an arrow function: ${source.text.slice(0, 80)}`,
  );
}

function attempt(text: string): Expression | SyntaxError {
  try {
    const node = parseExpressionAt(text, 0, options);
    return text.slice(node.end).trim() === '' ? node : new SyntaxError('text follows the function');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (error.message.startsWith('Not enough stack space')) throw new RangeError(error.message);
    return error;
  }
}

function isFunction(node: Expression): node is FunctionNode {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
}

/** The tree with its places moved, so that they fit the text without what was put around it. */
function shift<T>(value: T, by: number): T {
  if (Array.isArray(value)) return value.map((item) => shift(item, by)) as T;
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
  const moved = Object.entries(value).map(([key, child]) => [
    key,
    (key === 'start' || key === 'end') && typeof child === 'number' ? child + by : shift(child, by),
  ]);
  return Object.fromEntries(moved) as T;
}
