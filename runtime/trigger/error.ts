/** Whether the same may succeed later, by code: docs/errors.md. */
export const retryable = {
  secretUnavailable: true,
  /** What the template made is no request that the action can send. */
  invalidTemplate: false,
  /** The target is not one that the action may reach. */
  forbiddenTarget: false,
  /** The target cannot be reached, or went away before it answered. */
  targetUnavailable: true,
} as const satisfies Record<string, boolean>;

/** What went wrong at a trigger, told apart from what its target did. `retryable`: the same may succeed later. */
export class TriggerError extends Error {
  override readonly name = 'TriggerError';
  readonly code: keyof typeof retryable;
  readonly retryable: boolean;

  constructor(code: TriggerError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = retryable[code];
  }
}
