/** Whether claiming the partition again may succeed, by code: docs/errors.md. */
export const retryable = { ownershipLost: true, journalUnreadable: false } as const satisfies Record<string, boolean>;

/** What went wrong with the ownership of a partition. `retryable`: claiming it again may succeed. */
class PartitionError extends Error {
  override readonly name: string = 'PartitionError';
  readonly code: keyof typeof retryable;
  readonly retryable: boolean;

  constructor(code: PartitionError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = retryable[code];
  }
}

/** Another replica owns the partition, or it was given up; what was not confirmed may have been stored or not. */
export class OwnershipLostError extends PartitionError {
  override readonly name = 'OwnershipLostError';
  constructor(message: string, options?: ErrorOptions) {
    super('ownershipLost', message, options);
  }
}

/** The state that a journal tells is not known: an entry cannot be read, or is missing. */
export class JournalUnreadableError extends PartitionError {
  override readonly name = 'JournalUnreadableError';
  constructor(message: string, options?: ErrorOptions) {
    super('journalUnreadable', message, options);
  }
}
