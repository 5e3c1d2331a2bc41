/** The reason of an answer that is longer than who asks takes. */
export const answerTooLong = 'AnswerTooLong';

/** What the API of Kubernetes answered instead of what was asked for, or why it could not be asked. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  /** The HTTP status; absent where there was no answer. */
  readonly status: number | undefined;
  /** Of the server's Status: `AlreadyExists`, `NotFound`, `Conflict`, `Forbidden`, `Invalid`; or `answerTooLong`. */
  readonly reason: string | undefined;
  /** How long to wait, where the server said so. */
  readonly retryAfterMs: number | undefined;
  /** Of the server's Status: `FieldManagerConflict`, `FieldValueInvalid`. */
  readonly causes: readonly string[];

  constructor(
    message: string,
    options: ErrorOptions & Partial<Pick<KubernetesError, 'status' | 'reason' | 'retryAfterMs' | 'causes'>>,
  ) {
    super(message, options);
    this.status = options.status;
    this.reason = options.reason;
    this.retryAfterMs = options.retryAfterMs;
    this.causes = options.causes ?? [];
  }
}

/** Whether it is what a signal says whose time is up. */
export function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

const overloaded: ReadonlySet<number | undefined> = new Set([429, 502, 503, 504]);

/** Whether nobody answers, or the server says that it cannot cope. What a webhook says is about one object alone. */
export function isBusy({ status, reason, message }: KubernetesError): boolean {
  if (status === undefined) return reason !== answerTooLong;
  return overloaded.has(status) && !message.includes('webhook "');
}
