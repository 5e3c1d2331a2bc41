import type { Address, PartitionName } from '../../../../model/event/address.ts';
import type { Event } from '../../../../model/event/event.ts';
import { describe } from '../../../support/describe.ts';
import type { BusHealth, BusPlan, BusPromises, BusState, Position, Start, Stored, TrimTarget } from '../../contract.ts';
import { BusFullError, BusUnavailableError, ConflictError, EventBusError, PositionLostError } from '../../error.ts';

/** What a client asks of a served store, and what it is told. Bytes travel beside, in the frame's payload. */
export interface Calls {
  hello: { args: { readonly client: string | undefined }; result: { readonly promises: BusPromises } };
  ping: { args: null; result: null };
  /** Payload: the event's data. */
  publish: { args: { readonly to: Address; readonly event: EventAttributes }; result: null };
  resolve: { args: { readonly start: Start; readonly addresses: readonly Address[] }; result: Position };
  /** Payload: the entry. `null`: it has to be read back. */
  append: {
    args: { readonly partition: PartitionName; readonly after: Position | undefined };
    result: Position | null;
  };
  /** The next batch of a reader that the client named; `open` with its first. `null`: it was closed. */
  nextOfLog: { args: Next<LogOpening>; result: LogBatchHeader | null };
  nextOfJournal: { args: Next<JournalOpening>; result: JournalBatchHeader | null };
  close: { args: { readonly reader: number }; result: null };
  health: { args: null; result: BusHealth };
  apply: { args: BusPlan; result: readonly string[] };
  inspect: { args: null; result: BusState };
  pending: { args: { readonly after: Position; readonly addresses: readonly Address[] }; result: number };
  trim: { args: { readonly target: TrimTarget; readonly before: Position }; result: null };
  remove: { args: PartitionName; result: null };
}

export type Operation = keyof Calls;

export type Request = {
  [Op in Operation]: { readonly id: number; readonly op: Op; readonly args: Calls[Op]['args'] };
}[Operation];

export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: WireError;
}

export interface Next<Opening> {
  readonly reader: number;
  readonly open?: Opening;
}

interface LogOpening {
  readonly after: Position;
  readonly addresses: readonly Address[];
}

interface JournalOpening {
  readonly partition: PartitionName;
  readonly after: Position | undefined;
}

/** Payload: the data of all messages, one behind the other. */
export interface LogBatchHeader {
  readonly messages: readonly (Omit<Stored, 'event'> & { readonly event: EventAttributes; readonly bytes: number })[];
  readonly upTo: Position;
  readonly atEnd: boolean;
}

/** Payload: the bytes of all entries, one behind the other. */
export interface JournalBatchHeader {
  readonly entries: readonly { readonly position: Position; readonly bytes: number }[];
  readonly upTo: Position;
  readonly tail: boolean;
}

type EventAttributes = Omit<Event, 'data'>;

interface WireError {
  readonly code: EventBusError['code'] | undefined;
  readonly message: string;
}

export function toWireError(error: unknown): WireError {
  return { code: error instanceof EventBusError ? error.code : undefined, message: describe(error) };
}

export function fromWireError({ code, message }: WireError): Error {
  switch (code) {
    case undefined:
      return new Error(message);
    case 'busUnavailable':
      return new BusUnavailableError(message);
    case 'busFull':
      return new BusFullError(message);
    case 'conflict':
      return new ConflictError(message);
    case 'positionLost':
      return new PositionLostError(message);
    default:
      return new EventBusError(code, message);
  }
}
