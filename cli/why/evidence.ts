import type { TriggerAddress } from '../../model/event/address.ts';
import { isSameAddress } from '../../model/event/address.ts';
import { toShare } from '../../model/hash.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { partitionCount } from '../../model/worker/partition-count.ts';
import type { EventBus, Stored } from '../../runtime/event-bus/contract.ts';
import { readToEnd } from '../../runtime/event-bus/read-to-end.ts';
import { type OutcomeRecord, readOutcomes } from '../../runtime/outcome/outcome.ts';
import { namesOf } from '../../runtime/partition/moving/rename.ts';
import { Arrival } from '../../runtime/partition/work/arrival.ts';
import { eventsOf } from '../../runtime/partition/work/joined.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import type { EventRef } from '../../runtime/support/observation.ts';
import type { RunTrigger } from '../bus-connection/compile-triggers.ts';
import { readPartitions } from '../bus-connection/read-partitions.ts';
import { readLetters, type StoredLetter } from '../dlq/read-letters.ts';
import { toTimestamp } from '../units.ts';
import { type Place, readPlace } from './place.ts';

/** What the bus holds of an event and a trigger. */
export interface Evidence {
  readonly trigger: CompiledTrigger;
  readonly stored: Stored;
  /** Those that wait to be redriven. */
  readonly letters: readonly StoredLetter[];
  /** Of the event, and of executions that it is part of; oldest first. */
  readonly records: readonly OutcomeRecord[];
  /** In each partition that the event belongs to. */
  readonly places: readonly Place[];
}

interface ReadOptions {
  readonly triggers: readonly RunTrigger[];
  /** Of one id; one at least. */
  readonly events: readonly Stored[];
  readonly signal: AbortSignal;
}

interface Case extends Evidence, Pick<RunTrigger, 'worker'> {
  readonly places: Place[];
}

/** What is known of each of these events, for each trigger that depends on its address. */
export async function readEvidence(bus: EventBus, options: ReadOptions): Promise<readonly Evidence[]> {
  const { triggers, events, signal } = options;
  const names = triggers.map(({ name }) => name);
  if (names.length === 0) return [];
  const letters = await readLetters(bus, { triggers: names, signal });
  const records = await readRecords(bus, options);
  const cases = events.flatMap((stored) =>
    triggers
      .filter(({ trigger }) => concerns(trigger, stored))
      .map(({ trigger, worker, name }): Case => {
        const key = toTriggerKey(name);
        return {
          trigger,
          worker,
          stored,
          letters: letters.filter((letter) => toTriggerKey(letter.trigger) === key && carries(letter, stored)),
          records: (records.get(key) ?? []).filter((record) => speaksOf(record, stored)),
          places: [],
        };
      }),
  );
  await addPlaces(cases, bus, signal);
  return cases;
}

/** Reads each journal once, for all that it may tell of; and others where an event has left no trace. */
async function addPlaces(cases: readonly Case[], bus: EventBus, signal: AbortSignal): Promise<void> {
  const byWorker = Map.groupBy(cases, ({ worker }) => `${worker.namespace}/${worker.worker}`);
  for (const group of byWorker.values()) {
    const searches = group.map((one): Search => ({ one, home: toHome(one), away: toAway(one) }));
    await search(searches, bus, signal);
    const lost = searches.filter(({ one }) => one.trigger.joined && !hasTrace(one));
    await search(lost.map(toElsewhere), bus, signal);
  }
}

interface Search {
  readonly one: Case;
  /** The partitions that the event belongs to. */
  readonly home: ReadonlySet<number>;
  /** Others that may hold it, or an execution of it. */
  readonly away: ReadonlySet<number>;
}

async function search(searches: readonly Search[], bus: EventBus, signal: AbortSignal): Promise<void> {
  const [first] = searches;
  if (!first) return;
  const indices = new Set(searches.flatMap(({ home, away }) => [...home, ...away]));
  for await (const state of readPartitions(bus, { worker: first.one.worker, indices, signal }))
    for (const { one, home, away } of searches) {
      const { index } = state.partition;
      if (home.has(index)) one.places.push(readPlace(state, one, bus));
      else if (away.has(index)) one.places.push({ ...readPlace(state, one, bus), state: 'passed' });
    }
}

/** It waits where its key was made in another way, before the program was changed. */
function toElsewhere({ one, home, away }: Search): Search {
  const others = [...Array(partitionCount).keys()].filter((index) => !home.has(index) && !away.has(index));
  return { one, home: new Set(), away: new Set(others) };
}

function hasTrace({ places, letters, records }: Evidence): boolean {
  const isHeld = places.some(({ held, work }) => held.length > 0 || work !== undefined);
  return isHeld || letters.length > 0 || records.some(({ outcome }) => outcome.kind !== 'joined');
}

function toHome({ trigger, stored }: Case): ReadonlySet<number> {
  return new Set(new Arrival(stored, { count: partitionCount }).partitionsOf(trigger));
}

/** Executions that it is part of are redriven in a partition of their own. */
function toAway({ records, letters }: Case): ReadonlySet<number> {
  const recorded = records.flatMap(({ outcome }) => (outcome.kind === 'joined' ? [outcome.executionId] : []));
  const lettered = letters.flatMap(({ joined }) => (joined ? [joined.executionId] : []));
  return new Set([...recorded, ...lettered].map((id) => toShare(id, partitionCount)));
}

/** What triggers recorded since the first of the events was stored and what speaks of their id, by trigger. */
async function readRecords(
  bus: EventBus,
  { triggers, events, signal }: ReadOptions,
): Promise<ReadonlyMap<string, readonly OutcomeRecord[]>> {
  const names = triggers.flatMap(({ name, trigger }) =>
    namesOf(trigger).map((one) => ({ key: toTriggerKey(name), name: one })),
  );
  const keys = new Map(names.map(({ key, name }) => [toTriggerKey(name), key]));
  const addresses = names.map(({ name }): TriggerAddress => ({ class: 'outcome', ...name }));
  const since = Math.min(...events.map(({ storedAt }) => storedAt));
  const [first] = events as [Stored];
  const after = await bus.resolve({ time: toTimestamp(since) }, addresses);
  const found = new Map<string, OutcomeRecord[]>();
  for await (const item of readToEnd(bus, { after, addresses, signal })) {
    if (!('event' in item) || item.address.class !== 'outcome') continue;
    const key = keys.get(toTriggerKey(item.address)) ?? '';
    const records = readOutcomes(item.event, first.event.id);
    if (records.length > 0) found.set(key, [...(found.get(key) ?? []), ...records]);
  }
  for (const records of found.values()) records.sort((a, b) => a.at - b.at);
  return found;
}

function concerns({ addresses }: CompiledTrigger, { address }: Stored): boolean {
  return address.class === 'event' && addresses.some((one) => isSameAddress(one, address));
}

function carries({ joined, offset }: StoredLetter, stored: Stored): boolean {
  const offsets = joined ? eventsOf(joined).map((held) => held.offset) : [offset];
  return offsets.includes(stored.offset);
}

function speaksOf({ event, outcome }: OutcomeRecord, stored: Stored): boolean {
  const others = (outcome.kind === 'fired' && outcome.others) || [];
  return [event, ...others].some((ref) => isRef(ref, stored));
}

/** Whether a record means an event; one without an offset means each of its id. */
export function isRef({ id, source, offset }: EventRef, { event, offset: own }: Stored): boolean {
  return id === event.id && source === event.source && (offset === undefined || offset === own);
}
