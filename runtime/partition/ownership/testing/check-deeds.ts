import { readChanges } from '../../journal/cell-lines.ts';
import { Fold } from '../../journal/fold.ts';
import { decodePart, type RecordHead } from '../../journal/record.ts';
import type { ModelEntry } from './model-journal.ts';
import { type Deed, toNext } from './model-owner.ts';

interface Counted {
  readonly head: RecordHead;
  readonly at: number;
  /** The action that its changes make the next. */
  readonly next: unknown;
}

export interface Evidence {
  readonly deeds: readonly Deed[];
  readonly entries: readonly ModelEntry[];
  readonly successorWaitMs: number;
}

/** Throws where owners did what they must not, by what the log says. */
export function checkDeeds({ deeds, entries, successorWaitMs }: Evidence): void {
  const counted = countPlainly(entries);
  checkFold(entries, counted);
  checkEpochs(deeds, counted);
  for (const deed of deeds) {
    if (deed.kind === 'committed') checkCommitted(deed, counted);
    if (deed.kind === 'acted') checkActed(deed, counted, successorWaitMs);
  }
  checkOrder(deeds, counted);
}

/** Which records count, told once more in the plainest way: of a whole log, without parts. */
function countPlainly(entries: readonly ModelEntry[]): Counted[] {
  const counted: Counted[] = [];
  for (const { bytes, at } of entries) {
    const { head, body } = decodePart(bytes);
    const last = counted.at(-1)?.head;
    const opens = head.kind === 'claim' && head.epoch > (last?.epoch ?? 0);
    const follows = head.epoch === last?.epoch && head.owner === last.owner && head.n === last.n + 1;
    if (opens || follows) counted.push({ head, at, next: readNext(body) });
  }
  return counted;
}

function readNext(body: Uint8Array): unknown {
  const { changes } = readChanges([], body);
  const json = new Map(changes).get('next');
  return json === undefined ? undefined : JSON.parse(json);
}

function checkFold(entries: readonly ModelEntry[], counted: readonly Counted[]): void {
  const fold = new Fold();
  const verdicts = entries.map((entry) => fold.apply(entry));
  const ids = verdicts.flatMap((verdict) => (verdict.kind === 'counted' ? [verdict.record.id] : []));
  const expected = counted.map(({ head }) => head.id);
  if (ids.join() !== expected.join()) throw new Error('the fold counts other records');
  if (toNext(fold) !== (counted.findLast(({ next }) => next !== undefined)?.next ?? 1))
    throw new Error('the cells are not what the counted records put');
}

function checkEpochs(deeds: readonly Deed[], counted: readonly Counted[]): void {
  const owned = deeds.filter(({ kind }) => kind === 'owned');
  if (new Set(owned.map(({ epoch }) => epoch)).size < owned.length) throw new Error('an epoch has two owners');
  for (const { owner, epoch } of owned) {
    const claim = counted.find(({ head }) => head.kind === 'claim' && head.epoch === epoch);
    if (claim?.head.owner !== owner) throw new Error(`${owner} takes itself for the owner of epoch ${epoch}`);
  }
}

function checkCommitted({ owner, epoch, next }: Deed & { kind: 'committed' }, counted: readonly Counted[]): void {
  const found = counted.some(({ head, ...of }) => head.owner === owner && head.epoch === epoch && of.next === next);
  if (!found) throw new Error(`what ${owner} was told to be committed does not count`);
}

function checkActed({ owner, epoch, at }: Deed & { kind: 'acted' }, counted: readonly Counted[], waitMs: number): void {
  const successor = counted.find(({ head }) => head.epoch > epoch);
  if (successor && at - successor.at >= waitMs) throw new Error(`${owner} acted long after it was superseded`);
}

function checkOrder(deeds: readonly Deed[], counted: readonly Counted[]): void {
  const acted = deeds.filter((deed) => deed.kind === 'acted');
  const released = new Set(counted.flatMap(({ head }) => (head.kind === 'release' ? [head.epoch] : [])));
  for (const [i, { owner, epoch, at }] of acted.entries()) {
    // what two do at one time may happen in either order, unless one hands over to the other
    const before = (j: number, then: number) => (released.has(epoch) ? j < i : then <= at);
    if (acted.some((other, j) => other.epoch > epoch && before(j, other.at)))
      throw new Error(`${owner} acted after its successor had`);
  }
  const done = new Set(acted.map(({ action }) => action));
  for (const { next } of counted) {
    if (next !== undefined && !done.has(Number(next) - 1)) throw new Error(`action ${Number(next) - 1} was never done`);
  }
}
