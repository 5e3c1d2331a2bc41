export { checkExpression } from './check-expression.ts';
export { checkTemplate } from './check-template.ts';
export { type CompiledExpression, compileExpression } from './compile-expression.ts';
export { EvaluationError } from './evaluation-error.ts';
export { explainFalse, type FalseTerm } from './explain-false.ts';
export type { Bindings, Expression } from './expression.ts';
export { type ReadOptions, readExpression } from './read-expression.ts';
export type { StoredExpression } from './stored-expression.ts';
export type { TemplateSchema } from './template-schema.ts';
