/** Where a stream stored a message. */
export interface PubAck {
  readonly stream: string;
  readonly seq: number;
  /** It had been stored before; `seq` is the first one's. */
  readonly duplicate?: boolean;
}

/** Sends messages that streams acknowledge. */
export interface Publisher extends AsyncDisposable {
  /**
   * Resolves when a quorum has stored it. Rejects with the server's `JetStreamApiError` where it refused (nothing was
   * stored), with `entryTooLarge` or `BusRefusedError` (neither), and with `BusUnavailableError` at once where the
   * connection is down, is lost, or after 5 s without an answer (it may have been stored).
   */
  send(subject: string, headers: Readonly<Record<string, string>>, payload: Uint8Array): Promise<PubAck>;
}
