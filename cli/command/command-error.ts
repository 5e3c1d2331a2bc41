/** What somebody at a terminal has to know or do; shown without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, options: ErrorOptions & { readonly exitCode?: number } = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The command line itself is wrong: exit code 2. */
export function usageError(message: string): CommandError {
  return new CommandError(message, { exitCode: 2 });
}
