import type { OnTimeout } from '../../../../model/sensor/correlation.ts';
import type { JoinRules } from '../../../sensor/join/generation.ts';
import { holds, holdsAnyway } from '../../../sensor/join/testing/any-rules.ts';
import { noCounts, type TriggerCounts } from '../../lane/ledger.ts';

/** An event as the log of one partition has it. */
export interface Logged {
  readonly id: string;
  /** Which message it is: a repeat is another. */
  readonly offset: string;
  /** When it was stored, in milliseconds since 1970. */
  readonly at: number;
  /** The key of each dependency that takes it. */
  readonly takers: Readonly<Record<string, string>>;
}

export interface RetoldRules extends JoinRules {
  readonly within: string;
  readonly withinMs: number;
  readonly maxOpen: number;
  readonly onTimeout: OnTimeout;
  /** When resets are due, in order. */
  readonly ticks: readonly number[];
  readonly dedupMs: number;
}

/** What must come of a log. */
export interface Retold {
  /** `<key>: <dependency>=<ids> ...`, in order. */
  readonly fires: readonly string[];
  /** `<id>: <reason>` */
  readonly letters: readonly string[];
  readonly counts: Readonly<Record<Fate, number>>;
}

/** What a ledger counts. */
export type Fate = Exclude<keyof TriggerCounts, 'trigger'>;

const none: Readonly<Record<Fate, number>> = { ...noCounts, pending: 0 };

interface Unit extends Pick<Logged, 'id' | 'offset'> {
  readonly dependency: string;
}

interface Open {
  readonly key: string;
  readonly at: number;
  /** Everything that has come, in its order. */
  readonly units: Unit[];
  /** Set once the condition is false for good, whatever comes. */
  refused: boolean;
}

/** Retells the log of one partition from its first event to a moment: one thread, no crash, no store. */
export function retell(log: readonly Logged[], rules: RetoldRules, until: number): Retold {
  const fires: string[] = [];
  const letters: string[] = [];
  const counts = { ...none };
  const seen = new Map<string, number>();
  let open: Open[] = [];
  const all = Object.keys(rules.collects);

  const keep = (generation: Open): Unit[] => {
    const kept = all.flatMap((name) => {
      const of = generation.units.filter(({ dependency }) => dependency === name);
      const { collect, maxEvents } = rules.collects[name] as JoinRules['collects'][string];
      return collect === 'first' ? of.slice(0, 1) : of.slice(collect === 'latest' ? -1 : -maxEvents);
    });
    counts.superseded += generation.units.length - kept.length;
    return kept;
  };
  const fire = (generation: Open) => {
    const kept = keep(generation);
    counts.fired++;
    counts.joined += kept.length - 1;
    fires.push(toFire(generation.key, kept));
  };
  const end = (generation: Open, why?: string) => {
    open = open.filter((one) => one !== generation);
    if (generation.refused) return;
    if (holds(rules.condition, namesOf(generation))) return fire(generation);
    const unmet = keep(generation);
    const messages = new Map(unmet.map(({ offset, id }) => [offset, id]));
    const onTimeout = {
      drop: () => {
        counts.expired += unmet.length;
      },
      // one letter a message, however many dependencies held it
      deadLetter: () => {
        counts.deadLettered += messages.size;
        counts.expired += unmet.length - messages.size;
        const missing = all.filter((name) => !namesOf(generation).has(name));
        for (const id of messages.values())
          letters.push(`${id}: ${why ?? `it waited ${rules.within} for ${missing.join(' and ')}`}`);
      },
    } satisfies Record<OnTimeout, () => void>;
    onTimeout[rules.onTimeout]();
  };
  const pass = (to: number) => {
    for (const generation of open) {
      const dueAt = generation.at + rules.withinMs;
      const tick = rules.ticks.find((one) => one > generation.at);
      if (tick !== undefined && tick <= to && tick <= dueAt) {
        open = open.filter((one) => one !== generation);
        if (!generation.refused) counts.reset += keep(generation).length;
      } else if (dueAt <= to) end(generation);
    }
  };
  const arrive = (key: string, at: number, units: readonly Unit[]) => {
    let generation = open.find((one) => one.key === key);
    if (!generation) {
      generation = { key, at, units: [], refused: false };
      open.push(generation);
    }
    if (generation.refused) counts.filtered += units.length;
    generation.units.push(...units);
    const known = generation.refused ? false : holdsAnyway(rules, namesOf(generation));
    if (known === true) {
      open = open.filter((one) => one !== generation);
      fire(generation);
    } else if (known === false) {
      if (!generation.refused) counts.filtered += keep(generation).length;
      generation.refused = true;
      if (all.every((name) => namesOf(generation).has(name))) open = open.filter((one) => one !== generation);
    }
    if (open.length > rules.maxOpen) end(open[0] as Open, `more than ${rules.maxOpen} keys were open`);
  };

  for (const { id, offset, at, takers } of log) {
    pass(at);
    const entries = Object.entries(takers);
    const seenAt = seen.get(id);
    if (entries.length === 0) counts.filtered++;
    else if (seenAt !== undefined && at - seenAt < rules.dedupMs) counts.duplicate++;
    else {
      seen.set(id, at);
      for (const key of new Set(Object.values(takers)))
        arrive(
          key,
          at,
          entries.filter(([, its]) => its === key).map(([dependency]) => ({ dependency, id, offset })),
        );
    }
    counts.accepted += Math.max(1, seenAt !== undefined && at - seenAt < rules.dedupMs ? 1 : entries.length);
  }
  pass(until);
  for (const generation of open) if (!generation.refused) counts.pending += keep(generation).length;
  return { fires, letters, counts };
}

/** As a fire is compared: its key, and the ids of each dependency, oldest first. */
export function toFire(key: string, units: readonly Pick<Unit, 'id' | 'dependency'>[]): string {
  const names = [...new Set(units.map(({ dependency }) => dependency))].sort();
  const idsOf = (name: string) => units.filter(({ dependency }) => dependency === name).map(({ id }) => id);
  return `${key}: ${names.map((name) => `${name}=${idsOf(name)}`).join(' ')}`;
}

/** The counts of several partitions. */
export function sum(all: readonly Retold[]): Retold {
  const counts = { ...none };
  for (const retold of all) for (const fate of Object.keys(none) as Fate[]) counts[fate] += retold.counts[fate];
  return { fires: all.flatMap(({ fires }) => fires), letters: all.flatMap(({ letters }) => letters), counts };
}

function namesOf({ units }: Open): ReadonlySet<string> {
  return new Set(units.map(({ dependency }) => dependency));
}
