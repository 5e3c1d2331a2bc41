/** Structured log lines: what happened, and to what. Secrets never get here. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with these fields on every line. */
  with(fields: LogFields): Log;
}

export type LogFields = Readonly<Record<string, unknown>>;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** From the least to the most urgent. */
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** One JSON object a line: `time`, `level`, `message`, then the fields; an error as its message, code and cause. */
export function createLog(write: (line: string) => void, level: LogLevel = 'info', fields: LogFields = {}): Log {
  const at = (of: LogLevel) => (message: string, more?: LogFields) => {
    if (logLevels.indexOf(of) < logLevels.indexOf(level)) return;
    write(
      `${JSON.stringify({ time: new Date().toISOString(), level: of, message, ...fields, ...more }, (_, value) => (value instanceof Error ? describe(value) : value))}\n`,
    );
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (more) => createLog(write, level, { ...fields, ...more }),
  };
}

export const noLog: Log = createLog(() => {}, 'error');

function describe(error: Error & { code?: unknown }): object {
  return {
    name: error.name,
    message: error.message,
    ...(error.code !== undefined && { code: error.code }),
    ...(error.cause instanceof Error && { cause: describe(error.cause) }),
  };
}
