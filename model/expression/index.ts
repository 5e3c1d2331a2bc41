export { checkExpression } from './check-expression.ts';
export { checkTemplate } from './check-template.ts';
export { type CompiledExpression, compileExpression } from './compile-expression.ts';
export { EvaluationError } from './evaluation-error.ts';
export { explainFalse, type FalseTerm } from './explain-false.ts';
export type { Bindings } from './expression.ts';
export { readExpression } from './read-expression.ts';
export type { StoredExpression } from './stored-expression.ts';
