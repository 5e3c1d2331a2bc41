import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { toCellPrefix } from '../cell-names.ts';
import { Seen } from './seen.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const windowMs = 1_000;
const start = 1_000_000;

type Step =
  | { readonly kind: 'event'; readonly source: string; readonly id: string; readonly afterMs: number }
  /** What was taken is stored; where the owner crashes then, what was not is taken again. */
  | { readonly kind: 'store' | 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      source: fc.constantFrom('/a', '/a b', '/\u{1f511}'),
      id: fc.constantFrom('1', 'b 1', '2', '"', '/'),
      afterMs: fc.constantFrom(0, 1, 300, 999, 1_000, 5_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('store' as const, 'crash' as const) }) },
);

interface Arrival {
  readonly source: string;
  readonly id: string;
  readonly at: number;
}

/** Which of them is a repeat, by the plain list of all before. */
function retell(arrivals: readonly Arrival[]): (number | undefined)[] {
  const taken: Arrival[] = [];
  return arrivals.map((arrival) => {
    const { source, id, at } = arrival;
    const same = taken.findLast((one) => one.source === source && one.id === id && at - one.at < windowMs);
    if (!same) taken.push(arrival);
    return same?.at;
  });
}

function toArrivals(steps: readonly Step[]): Arrival[] {
  let at = start;
  return steps.flatMap((step) => {
    if (step.kind !== 'event') return [];
    at += step.afterMs;
    return [{ source: step.source, id: step.id, at }];
  });
}

/** The journal of a partition, and who owns it. */
class Owner {
  readonly cells = new Map<string, Json>();
  readonly answers: (number | undefined)[] = [];
  #seen = this.#restore();

  take(arrival: Arrival): void {
    const seenAt = this.#seen.find(arrival, arrival.at);
    if (seenAt === undefined) this.#seen.add(arrival, arrival.at);
    this.answers.push(seenAt);
  }

  store(): void {
    const changes = new Map<string, Json | undefined>();
    this.#seen.collect(changes);
    for (const [key, cell] of changes) {
      if (cell === undefined) this.cells.delete(key);
      else this.cells.set(key, JSON.parse(JSON.stringify(cell)) as Json);
    }
  }

  crash(): void {
    this.#seen = this.#restore();
  }

  #restore(): Seen {
    return new Seen({ trigger, windowMs, cells: new Map([...this.cells].reverse()) });
  }
}

describe('what a lane has seen', () => {
  it('is what a plain list of it says, wherever its owner crashes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const arrivals = toArrivals(steps);
        const owner = new Owner();
        let stored = 0;
        for (const step of steps) {
          if (step.kind === 'event') owner.take(arrivals[owner.answers.length] as Arrival);
          else if (step.kind === 'store') {
            owner.store();
            stored = owner.answers.length;
          } else {
            owner.crash();
            for (const again of arrivals.slice(stored, owner.answers.splice(stored).length + stored)) owner.take(again);
          }
        }
        expect(owner.answers).toStrictEqual(retell(arrivals));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes no room once it is too old to matter', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const owner = new Owner();
        for (const arrival of toArrivals(steps)) {
          owner.take(arrival);
          owner.store();
        }
        const last = { source: '/last', id: 'last', at: start + 1_000_000 };
        owner.take(last);
        owner.store();
        expect([...owner.cells.keys()].map((key) => key.startsWith(toCellPrefix('seen', trigger)))).toStrictEqual([
          true,
        ]);
        expect([...owner.cells.values()]).toStrictEqual([{ at: last.at, names: [JSON.stringify(['/last', 'last'])] }]);
      }),
      { numRuns: 100 },
    );
  });

  it("is not another trigger's", () => {
    const owner = new Owner();
    owner.take({ source: '/a', id: '1', at: start });
    owner.store();
    const other = new Seen({ trigger: { ...trigger, trigger: 'announce2' }, windowMs, cells: owner.cells });
    expect(other.find({ source: '/a', id: '1' }, start)).toBeUndefined();
  });
});
