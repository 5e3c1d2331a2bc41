import { toShare } from '../../../../model/hash.ts';
import type { Json } from '../../../../model/json.ts';
import { parseCondition } from '../../../../model/sensor/condition.ts';
import type { CorrelationSpec } from '../../../../model/sensor/correlation.ts';
import { toSensorKey } from '../../../../model/trigger/trigger-name.ts';
import type { BusPromises } from '../../../event-bus/contract.ts';
import type { Operation } from '../../../event-bus/memory/fault.ts';
import { hang } from '../../../event-bus/memory/fault.ts';
import { type Replica, type ReplicaOptions, type Target, World } from '../../scenario/world.ts';
import { type Fate, type Retold, type RetoldRules, retell, sum, toFire } from './retell.ts';

/** How events of a story meet. All dependencies are on one address, and an event says which of them take it. */
export interface Meeting {
  readonly when: string;
  readonly collects: RetoldRules['collects'];
  readonly window?: Omit<CorrelationSpec, 'by'> & { readonly withinMs: number };
  /** Cron with seconds, and all of its ticks. */
  readonly reset?: { readonly schedule: string; readonly everyMs: number };
  readonly dedupMs?: number;
}

/** One step of a story. */
export type Step =
  | { readonly kind: 'publish'; readonly id: string; readonly takers: Readonly<Record<string, string>> }
  | { readonly kind: 'wait'; readonly ms: number }
  /** The owner writes all that it holds anew. */
  | { readonly kind: 'compact' }
  /** Another replica takes over from one that crashed, or has ended. */
  | { readonly kind: 'takeOver'; readonly after: 'crash' | 'release' };

/**
 * The `nth` of what a replica does to the outside, and when it crashes there. `during`: an action is done, a write is not,
 * and the replica never hears of it; it crashes later.
 */
export interface Crash {
  readonly at: 'append' | 'publish' | 'act';
  readonly nth: number;
  readonly when: 'before' | 'during' | 'after';
}

export interface Story {
  readonly meeting: Meeting;
  readonly steps: readonly Step[];
  /** Of the first replica, the second and so on. */
  readonly crashes: readonly (Crash | undefined)[];
  readonly appends: BusPromises['appends'];
}

/** What came of a story. */
export interface Ended {
  /** What the target did, by execution. */
  readonly acted: ReadonlyMap<string, readonly string[]>;
  readonly letters: readonly string[];
  readonly counts: Readonly<Record<Fate, number>>;
  /** Cells of what is not settled. */
  readonly left: readonly string[];
  /** What a single thread makes of the same log. */
  readonly expected: Retold;
  /** What each replica did to the outside. */
  readonly deeds: readonly Readonly<Record<Crash['at'], number>>[];
}

const address = 'x';
const longMs = 30_000;

/** Tells a story in a world, to its end: all windows are over, and nothing is under way. */
export async function tellStory({ meeting, steps, crashes, appends }: Story): Promise<Ended> {
  await using world = new World({ appends });
  const deeds: Record<Crash['at'], number>[] = [];
  const acted = new Map<string, string[]>();
  const places = placesOf(meeting, steps, world.count);
  let names = 0;
  const start = async (): Promise<Replica> => {
    const plan = crashes[names];
    const did = { append: 0, publish: 0, act: 0 };
    deeds.push(did);
    const isDue = (at: Crash['at']) => ++did[at] === plan?.nth && plan.at === at;
    const target: Target = ({ executionId, template }) => {
      const crashesNow = isDue('act');
      if (crashesNow && plan?.when === 'before') return crash();
      acted.set(executionId, [...(acted.get(executionId) ?? []), JSON.stringify(template)]);
      if (!crashesNow) return { kind: 'done' };
      if (plan?.when === 'during') return crash();
      queueMicrotask(() => replica.crash());
      return { kind: 'done' };
    };
    const replica = world.replica(`r${names++}`, { ...toOptions(meeting), target });
    const crash = () => {
      replica.crash();
      return new Promise<never>(() => {});
    };
    const { faults } = world.store;
    world.store.faults = (operation: Operation) => {
      const fault = faults?.(operation);
      const { kind, client } = operation;
      if (fault || client !== replica.name || kind === 'read' || !isDue(kind)) return fault;
      if (plan?.when === 'after') return { after: crash };
      if (plan?.when === 'during') return hang;
      replica.crash();
      return hang;
    };
    replica.partitions.place(places);
    await waitFor(world, () => replica.partitions.readiness().ready, 20_000);
    return replica;
  };

  let replica = await start();
  for (const step of steps) {
    if (step.kind === 'publish') await publish(world, step);
    else if (step.kind === 'wait') await world.clock.advance(step.ms);
    else if (step.kind === 'compact') {
      replica.partitions.tellFill(0.5);
      await world.clock.advance(200);
      replica.partitions.tellFill(0.1);
    } else {
      if (step.after === 'release') await replica[Symbol.asyncDispose]();
      replica.crash();
      replica = await start();
    }
  }
  // whatever still crashes does so in this time
  await world.clock.advance(12_000);
  for (let more = names; more < crashes.length; more++) {
    replica.crash();
    replica = await start();
    await world.clock.advance(12_000);
  }
  replica.crash();
  replica = await start();
  await world.clock.advance((meeting.window?.withinMs ?? 0) + longMs);
  const until = world.clock.now() - 1_000;
  const expected = expect(world, meeting, until);
  const countsOf = () => replica.partitions.counts()[0] as unknown as Record<Fate, number>;
  await waitFor(world, () => countsOf().pending === expected.counts.pending, longMs);
  await world.clock.advance(12_000);
  const { trigger: _, ...counts } = countsOf() as Record<Fate, number> & { trigger?: unknown };
  const cells = await world.cells();
  return {
    acted,
    letters: [...new Set(world.letters().map(({ event, reason }) => `${event.id}: ${reason}`))].sort(),
    counts,
    left: cells.filter((cell) => /^(held|firing|parked|redriven)\//.test(cell)),
    expected,
    deeds,
  };
}

/** The partitions that a story concerns. */
function placesOf({ window }: Meeting, steps: readonly Step[], count: number): ReadonlySet<number> {
  const keys = steps.flatMap((step) => (step.kind === 'publish' ? Object.values(step.takers) : []));
  return new Set(
    (window ? keys : [toSensorKey({ namespace: 'ci', sensor: 'sensor' })]).map((key) => toShare(key, count)),
  );
}

async function publish(world: World, { id, takers }: Step & { kind: 'publish' }): Promise<void> {
  await world.emit(address, { id, takers } as Json, id);
}

async function waitFor(world: World, holds: () => boolean, ms: number): Promise<void> {
  for (const end = world.clock.now() + ms; !holds() && world.clock.now() < end; ) await world.clock.advance(50);
}

function expect(world: World, { when, collects, window, reset, dedupMs = 0 }: Meeting, until: number): Retold {
  const log = world.store.log('event');
  const events = Array.from({ length: log.last }, (_, i) => log.at(i + 1)?.stored).flatMap((stored) => {
    if (!stored) return [];
    const { id, takers } = JSON.parse(Buffer.from(stored.event.data).toString()) as Step & { kind: 'publish' };
    return [{ id, takers, offset: stored.offset, at: stored.storedAt }];
  });
  const first = events[0]?.at ?? until;
  const everyMs = reset?.everyMs ?? Number.POSITIVE_INFINITY;
  const ticks: number[] = [];
  for (let tick = Math.ceil(first / everyMs) * everyMs; tick <= until; tick += everyMs) ticks.push(tick);
  const rules: RetoldRules = {
    condition: parseCondition(when, Object.keys(collects), 'test'),
    collects,
    within: window?.within ?? '',
    withinMs: window?.withinMs ?? Number.POSITIVE_INFINITY,
    maxOpen: window?.maxOpen ?? Number.POSITIVE_INFINITY,
    onTimeout: window?.onTimeout ?? 'deadLetter',
    ticks,
    dedupMs,
  };
  // where no key tells them apart, all are in one
  const placeOf = (key: string) => (window ? toShare(key, world.count) : 0);
  return sum(
    Array.from({ length: world.count }, (_, index) => {
      const here = events.filter(({ takers }) => Object.values(takers).some((key) => placeOf(key) === index));
      const own = here.map(({ takers, ...event }) => ({
        ...event,
        takers: Object.fromEntries(
          Object.entries(takers)
            .filter(([, key]) => placeOf(key) === index)
            .map(([name, key]) => [name, window ? key : '']),
        ),
      }));
      return retell(own, rules, until);
    }),
  );
}

function toOptions({ when, collects, window, reset, dedupMs }: Meeting): ReplicaOptions {
  const names = Object.keys(collects);
  const taken = names.map((name) => `...(${name} ? { ${name}: [${name}].flat().map((event) => event.id) } : {})`);
  return {
    dependencies: Object.fromEntries(
      names.map((name) => [
        name,
        { ...collects[name], event: address, filter: { code: `({ data }) => data.takers.${name} !== undefined` } },
      ]),
    ),
    ...(window && {
      correlate: {
        by: Object.fromEntries(
          // an event has the key of another dependency where it has none of its own, so that it is filtered there
          names.map((name) => [
            name,
            { code: `({ data }) => ${[name, ...names].map((one) => `data.takers.${one}`).join(' ?? ')}` },
          ]),
        ),
        within: window.within,
        onTimeout: window.onTimeout,
        maxOpen: window.maxOpen,
      },
    }),
    triggers: {
      all: {
        when,
        start: 'beginning',
        template: { code: `({ ${names.join(', ')} }) => ({ ${taken.join(', ')} })` },
        ...(reset && { resets: [{ schedule: reset.schedule, timeZone: 'UTC' }] }),
        dedup: dedupMs === undefined ? false : { window: `${dedupMs / 1000}s` },
      },
    },
  };
}

/** As `retell` says what fires, without the key. */
export function toActed(template: string): string {
  const events = JSON.parse(template) as Readonly<Record<string, readonly string[]>>;
  return toFire(
    '',
    Object.entries(events).flatMap(([dependency, ids]) => ids.map((id) => ({ dependency, id }))),
  );
}
