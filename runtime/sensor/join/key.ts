import type { CloudEvent } from '../../../model/event/cloud-event.ts';
import { type CompiledExpression, compileExpression } from '../../../model/expression/index.ts';
import type { StoredExpression } from '../../../model/expression/stored-expression.ts';
import { describe } from '../../support/describe.ts';

/** An event's key, or why it has none. */
interface Key {
  readonly key: string | undefined;
  readonly problem?: string;
}

/** In characters; a key stands in the names of cells. */
const longest = 1024;

/**
 * What makes the key of an event, of what the dependency's transform makes. Throws an `InvalidSpecError` that begins with
 * `at`.
 */
export function compileKey(
  { by, transform }: { readonly by: StoredExpression; readonly transform: CompiledExpression | undefined },
  at: string,
): CompiledExpression {
  const key = compileExpression(by, at);
  return transform ? (event) => key({ ...(event as CloudEvent), data: transform(event) }) : key;
}

/** What an expression makes of an event, or why that is no key; `at` is where the expression stands. */
export function toKey(
  expression: CompiledExpression | undefined,
  { at, event }: { readonly at: string; readonly event: CloudEvent },
): Key {
  if (!expression) return { key: undefined, problem: `${at} is missing` };
  try {
    const answer: unknown = expression(event);
    if (typeof answer === 'number' && Number.isFinite(answer)) return { key: String(answer) };
    if (typeof answer !== 'string' || answer === '')
      return { key: undefined, problem: `${at}: it answered ${tell(answer)}, not a text or a number` };
    if (answer.length > longest)
      return {
        key: undefined,
        problem: `${at}: it answered a text of ${answer.length} characters; a key has at most ${longest}`,
      };
    if (!answer.isWellFormed()) return { key: undefined, problem: `${at}: it answered a text that is no Unicode` };
    return { key: answer };
  } catch (error) {
    return { key: undefined, problem: `${at}: ${describe(error)}` };
  }
}

function tell(answer: unknown): string {
  if (answer === '') return 'an empty text';
  return typeof answer === 'object' && answer !== null ? 'an object' : String(answer);
}
