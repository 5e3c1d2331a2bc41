export interface LogActionSpec {
  readonly kind: 'log';
  readonly level: 'debug' | 'info' | 'warn';
}
