import { limits } from '../limits.ts';
import { BudgetSpent } from './run.ts';

/** Bounds what an expression answers: values may be shared inside it, and would be written out as often as they occur. */
export function checkAnswer(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  let size = 0;
  const add = (more: number): void => {
    size += more;
    if (size > limits.answer) throw new BudgetSpent(`an answer of more than ${limits.answer} characters`);
  };
  const visit = (item: unknown, depth: number): void => {
    if (depth > limits.depth) throw new BudgetSpent(`an answer nested deeper than ${limits.depth}`);
    if (typeof item === 'string') add(item.length);
    else if (Array.isArray(item)) {
      add(item.length * 2);
      for (const element of item) visit(element, depth + 1);
    } else if (typeof item === 'object' && item !== null) {
      for (const key of Object.keys(item)) {
        add(key.length + 4);
        visit((item as Record<string, unknown>)[key], depth + 1);
      }
    } else add(4);
  };
  visit(value, 0);
}
