import { checkAnswer } from './evaluate/answer.ts';
import { compileFunction } from './evaluate/compile-term.ts';
import { toEvaluationError } from './evaluate/failure.ts';
import { Run } from './evaluate/run.ts';
import { readStored } from './read-stored.ts';
import type { StoredExpression } from './stored-expression.ts';

/**
 * An expression that can be evaluated. It changes nothing; its answer may share parts with the input and with `bind`.
 * Throws an `EvaluationError`.
 */
export type CompiledExpression = (input: unknown) => unknown;

/** Compiles stored text once, to be evaluated often. Throws an `InvalidSpecError` where the text is no expression. */
export function compileExpression(stored: StoredExpression, at: string): CompiledExpression {
  const { main, slots } = readStored(stored, at);
  const invoke = compileFunction(main);
  const bind = stored.bind ?? {};
  return (input) => {
    try {
      const answer = invoke(new Run(slots), [input, bind]);
      checkAnswer(answer);
      return answer;
    } catch (error) {
      throw toEvaluationError(error, () => '');
    }
  };
}
