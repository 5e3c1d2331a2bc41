import { BusUnavailableError } from '../error.ts';

/** What a client does at the store, as a test sees it. */
export interface Operation {
  /** `read`: a reader is about to be given what comes next. */
  readonly kind: 'publish' | 'append' | 'read';
  /** The name that the client was connected with. */
  readonly client: string;
  /** The subject of the message or journal; the class of the log that is read. */
  readonly on: string;
}

/**
 * What goes wrong with an operation: `before` runs ahead of storing or reading, `after` between storing and the answer.
 * A rejection is the operation's answer (a reader just tries again); a promise that settles late is a delay, one that
 * never settles a hang.
 */
export interface Fault {
  readonly before?: () => Promise<void>;
  readonly after?: () => Promise<void>;
}

/** Decides what goes wrong with an operation. */
export type Faults = (operation: Operation) => Fault | undefined;

/** Nothing is stored, and the client is told that it is not known. */
export const notStored: Fault = {
  before: () => Promise.reject(new BusUnavailableError('the connection broke before the write was stored')),
};

/** It is stored, and the client is told that it is not known. */
export const lostReply: Fault = {
  after: () => Promise.reject(new BusUnavailableError('the connection broke before the answer')),
};

/** Nothing happens, for ever. */
export const hang: Fault = { before: () => new Promise(() => {}) };
