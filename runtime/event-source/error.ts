/** What went wrong at an event source. `retryable`: the same may succeed later, with no change to the program. */
export class EventSourceError extends Error {
  override readonly name = 'EventSourceError';
  readonly code: 'secretUnavailable' | 'routeTaken' | 'cannotListen' | 'eventTooLarge' | 'stopped';
  readonly retryable: boolean;

  constructor(code: EventSourceError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code !== 'eventTooLarge';
  }
}
