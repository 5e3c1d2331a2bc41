/** What went wrong at a trigger, told apart from what its target did. `retryable`: the same may succeed later. */
export class TriggerError extends Error {
  override readonly name = 'TriggerError';
  readonly code:
    | 'secretUnavailable'
    /** What the template made is no request that the action can send. */
    | 'invalidTemplate'
    /** The target is not one that the action may reach. */
    | 'forbiddenTarget'
    /** The target cannot be reached, or went away before it answered. */
    | 'targetUnavailable';
  readonly retryable: boolean;

  constructor(code: TriggerError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code === 'secretUnavailable' || code === 'targetUnavailable';
  }
}
