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

  constructor(
    message: string,
    options: ErrorOptions & Partial<Pick<KubernetesError, 'status' | 'reason' | 'retryAfterMs'>>,
  ) {
    super(message, options);
    this.status = options.status;
    this.reason = options.reason;
    this.retryAfterMs = options.retryAfterMs;
  }
}
