/** A process that may be disturbed. */
export interface Victim {
  readonly name: string;
  /** `kill -9`, and starts it again; resolves once that is done. */
  kill(): Promise<void>;
  /** `SIGSTOP`, and `SIGCONT` after a time. */
  freeze(forMs: number): Promise<void>;
}
