import { hash } from 'node:crypto';
import type { TriggerAddress } from '../../model/event/address.ts';
import { type TriggerName, toTriggerKey } from '../../model/trigger/trigger-name.ts';
import type { EventBus, Stored } from '../../runtime/event-bus/contract.ts';
import { readToEnd } from '../../runtime/event-bus/read-to-end.ts';
import { type DeadLetter, readDeadLetter, readRedriven } from '../../runtime/partition/dead-letter/dead-letter.ts';
import type { Joined } from '../../runtime/partition/work/joined.ts';

/** A dead letter on the bus. */
export interface StoredLetter extends DeadLetter {
  /** The same for repeats, and the same on every machine. */
  readonly id: string;
  /** Its first ten hexadecimal digits, hashed: what people type. */
  readonly shortId: string;
  readonly trigger: TriggerName;
  /** Its own coordinate among the dead letters; `offset` is that of the event that it carries. */
  readonly at: string;
  readonly storedAt: number;
}

type Bus = Pick<EventBus, 'log' | 'resolve'>;

interface ReadOptions {
  readonly triggers: readonly TriggerName[];
  readonly signal: AbortSignal;
}

const noData = new Uint8Array();

/**
 * The letters that were not redriven since, oldest first; without payloads and what was made of them, which may be more
 * than fit in memory.
 */
export async function readLetters(bus: Bus, options: ReadOptions): Promise<readonly StoredLetter[]> {
  const waiting = new Map<string, StoredLetter[]>();
  for await (const stored of readStored(bus, options)) {
    const redriven = readRedriven(stored.event);
    const letter = toStoredLetter(stored);
    if (letter) waiting.set(letter.id, [...(waiting.get(letter.id) ?? []), withoutData(letter)]);
    else if (redriven) waiting.set(redriven.id, behind(waiting.get(redriven.id) ?? [], redriven.offset));
  }
  const last = [...waiting.values()].flatMap((repeats) => repeats.slice(-1));
  return last.sort((a, b) => a.storedAt - b.storedAt);
}

/** The same letters once more, whole. */
export async function* readWhole(
  bus: Bus,
  letters: readonly StoredLetter[],
  signal: AbortSignal,
): AsyncGenerator<StoredLetter, void> {
  const wanted = new Set(letters.map(({ at }) => at));
  const triggers = [...new Map(letters.map(({ trigger }) => [toTriggerKey(trigger), trigger])).values()];
  if (wanted.size === 0) return;
  for await (const stored of readStored(bus, { triggers, signal })) {
    const letter = wanted.delete(stored.offset) ? toStoredLetter(stored) : undefined;
    if (letter) yield letter;
    if (wanted.size === 0) return;
  }
}

async function* readStored(bus: Bus, { triggers, signal }: ReadOptions): AsyncGenerator<Stored, void> {
  const addresses = triggers.map((name): TriggerAddress => ({ class: 'deadLetter', ...name }));
  const after = await bus.resolve('beginning', addresses);
  for await (const item of readToEnd(bus, { after, addresses, signal })) if ('event' in item) yield item;
}

function toStoredLetter({ event, address, offset, storedAt }: Stored): StoredLetter | undefined {
  const letter = readDeadLetter(event);
  if (!letter || address.class !== 'deadLetter') return undefined;
  const { namespace, sensor, trigger } = address;
  const shortId = hash('sha256', event.id, 'hex').slice(0, 10);
  return { ...letter, id: event.id, shortId, trigger: { namespace, sensor, trigger }, at: offset, storedAt };
}

function withoutData({ template: _, ...letter }: StoredLetter): StoredLetter {
  const { joined } = letter;
  return { ...withoutPayload(letter), ...(joined && { joined: withoutPayloads(joined) }) };
}

function withoutPayloads({ events, ...joined }: Joined): Joined {
  const bare = Object.entries(events).map(([name, held]) => [name, held.map(withoutPayload)] as const);
  return { ...joined, events: Object.fromEntries(bare) };
}

function withoutPayload<Held extends Pick<StoredLetter, 'event'>>(held: Held): Held {
  return { ...held, event: { ...held.event, data: noData } };
}

/** What was stored behind a letter that was redriven. */
function behind(repeats: readonly StoredLetter[], at: string): StoredLetter[] {
  return repeats.slice(repeats.findIndex((letter) => letter.at === at) + 1);
}
