import type { PartitionName } from '../../../model/event/address.ts';
import type { EventBus, Journal, JournalEntry, Position } from '../contract.ts';
import { type Reader, startReader } from './reader.ts';

export const partition: PartitionName = { namespace: 'shop', worker: 'main', index: 3 };

export function isChecked(bus: EventBus): boolean {
  return bus.promises.appends === 'checked';
}

export function openJournal(bus: EventBus): Promise<Journal> {
  return bus.journal(partition);
}

export function startJournal(journal: Journal): Reader<JournalEntry | 'tail'> {
  return startReader((signal) => journal.read({ signal }));
}

/** Appends one behind the other; their positions. */
export async function appendAll(
  journal: Journal,
  entries: readonly string[],
  after?: Position,
): Promise<readonly Position[]> {
  const positions: Position[] = [];
  for (const entry of entries)
    positions.push((await journal.append(bytes(entry), positions.at(-1) ?? after)) as Position);
  return positions;
}

export async function readToTail(journal: Journal, after?: Position): Promise<readonly string[]> {
  return (await entriesToTail(journal, after)).map(text);
}

export async function lastPosition(journal: Journal): Promise<Position | undefined> {
  return (await entriesToTail(journal)).at(-1)?.position;
}

async function entriesToTail(journal: Journal, after?: Position): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const next of journal.read({ after, signal: new AbortController().signal })) {
    if (next === 'tail') break;
    entries.push(next);
  }
  return entries;
}

export function bytes(entry: string): Uint8Array {
  return new TextEncoder().encode(entry);
}

export function text(entry: JournalEntry | 'tail'): string {
  return entry === 'tail' ? entry : new TextDecoder().decode(entry.bytes);
}
