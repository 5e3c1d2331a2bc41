/** An event's payload is not what its content type says, or nobody here can read that content type. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code: 'malformed' | 'unsupportedCharset';

  constructor(code: DecodeError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
