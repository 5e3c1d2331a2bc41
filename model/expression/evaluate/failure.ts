import { EvaluationError } from '../evaluation-error.ts';
import { BudgetSpent, type Evaluate, type Run } from './run.ts';

/** The evaluation, with the path put on what goes wrong in it and has none yet. */
export function located(path: () => string, evaluate: Evaluate): Evaluate {
  return (run: Run) => {
    try {
      return evaluate(run);
    } catch (error) {
      throw toEvaluationError(error, path);
    }
  };
}

export function toEvaluationError(error: unknown, path: () => string): unknown {
  if (error instanceof EvaluationError) return error;
  if (error instanceof BudgetSpent) return new EvaluationError('budget', { path: path(), reason: error.message });
  if (error instanceof RangeError && /call stack/.test(error.message))
    return new EvaluationError('budget', { path: path(), reason: 'nested too deeply' });
  const reason = error instanceof Error ? error.message : String(error);
  return new EvaluationError('type', { path: path(), reason }, { cause: error });
}
