/**
 * An expression that cannot be evaluated for an input. The same input fails again. `code`:
 * - `missing`: a property of `undefined` or `null`
 * - `type`: a value of a kind that does not fit, such as a method that the value does not have
 * - `forbidden`: a computed key that no expression may read, such as `constructor`
 * - `budget`: more steps, text, elements or depth than one evaluation may take
 */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly code: 'missing' | 'type' | 'forbidden' | 'budget';
  /** The part of the expression that failed, as it is written: `data.head.message`. */
  readonly path: string;
  readonly retryable = false;

  constructor(
    code: EvaluationError['code'],
    { path, reason }: { path: string; reason: string },
    options?: ErrorOptions,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`, options);
    this.code = code;
    this.path = path;
  }
}
