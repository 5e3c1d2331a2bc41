import type { EventAddress } from '../../model/event/address.ts';
import { decodeEvent } from '../../model/event/decode.ts';
import type { Stored } from '../../runtime/event-bus/contract.ts';
import type { Outcome, OutcomeRecord } from '../../runtime/outcome/outcome.ts';
import { othersOf } from '../../runtime/partition/work/joined.ts';
import type { StoredWork } from '../../runtime/partition/work/work.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import { type Explanation, explain } from '../../runtime/sensor/explain.ts';
import { type Evidence, isRef } from './evidence.ts';
import type { Finding } from './finding.ts';

/** What the evidence says; one at least. */
export function toFindings(evidence: Evidence): readonly Finding[] {
  const known = [...findHeld(evidence), ...findWork(evidence), ...findLetters(evidence), ...findRecorded(evidence)];
  const dependencies = new Set(known.flatMap(({ dependency }) => dependency ?? []));
  const found = [...known, ...findFiltered(evidence, { dependencies, any: known.length > 0 })];
  return found.length > 0 ? found : [findNothing(evidence)];
}

function findHeld({ places }: Evidence): Finding[] {
  return places.flatMap(({ held }) =>
    held.map(({ dependency, waiting }): Finding => ({ kind: 'waiting', dependency, waiting })),
  );
}

function findWork({ places, records, stored }: Evidence): Finding[] {
  const failures = records.flatMap(({ event, outcome }) =>
    outcome.kind === 'retrying' && isRef(event, stored) ? [outcome.reason] : [],
  );
  const lastError = failures.at(-1);
  return places.flatMap(({ work }): Finding[] => {
    if (!work) return [];
    if (work.reason !== undefined) return [{ kind: 'givingUp', reason: work.reason }];
    const { attempts, notBefore: nextAt, joined } = work;
    return [
      {
        kind: 'acting',
        executionId: toExecution(work),
        attempts,
        nextAt,
        others: joined ? othersOf(joined, stored.offset) : [],
        ...(lastError !== undefined && { lastError }),
      },
    ];
  });
}

function findLetters({ letters }: Evidence): Finding[] {
  return letters.map(({ storedAt: at, attempts, reason, shortId: letter }) => ({
    kind: 'deadLettered',
    at,
    attempts,
    reason,
    letter,
  }));
}

/** The last that was recorded of the event, for each dependency that took it. */
function findRecorded(evidence: Evidence): Finding[] {
  const { records, stored } = evidence;
  const own = records.filter(({ event }) => isRef(event, stored));
  const ends = own.filter(({ outcome }) => outcome.kind !== 'retrying');
  const last = new Map(ends.map((record) => [record.dependency ?? '', record]));
  const found = [...last.values()].flatMap((record) => toFinding(record, evidence));
  const distinct = new Map(found.map((one) => [one.kind === 'fired' ? one.executionId : one, one]));
  const isUnderWay = evidence.places.some(({ work }) => work) || evidence.letters.length > 0;
  if (ends.length > 0 || isUnderWay) return [...distinct.values()];
  return own.slice(-1).flatMap(({ at, outcome }) => (outcome.kind === 'retrying' ? [{ ...outcome, at }] : []));
}

function toFinding(record: OutcomeRecord, evidence: Evidence): Finding[] {
  const { at, outcome, dependency } = record;
  const of = dependency === undefined ? {} : { dependency };
  switch (outcome.kind) {
    case 'fired':
      return [toFired(record, evidence)];
    case 'joined':
      return toJoined(outcome.executionId, record, evidence);
    case 'filtered':
      return [{ kind: 'decidedFalse', at, ...of }];
    case 'retrying':
      return [];
    default:
      return [{ ...outcome, at, ...of }];
  }
}

/** What became of the execution that the event went into; what is not settled is told elsewhere. */
function toJoined(executionId: string, { at }: OutcomeRecord, evidence: Evidence): Finding[] {
  const { records, places, letters } = evidence;
  const fired = records.findLast(({ outcome }) => outcome.kind === 'fired' && outcome.executionId === executionId);
  if (fired) return [toFired(fired, evidence)];
  const known = [...places.map(({ work }) => work?.joined), ...letters.map(({ joined }) => joined)];
  if (known.some((joined) => joined?.executionId === executionId)) return [];
  return [{ kind: 'joined', at, executionId }];
}

function toFired({ at, event, outcome }: OutcomeRecord, { stored }: Evidence): Finding {
  const { executionId, attempts, detail, others = [] } = outcome as Extract<Outcome, { kind: 'fired' }>;
  const beside = [event, ...others].filter((ref) => !isRef(ref, stored));
  return { kind: 'fired', at, executionId, attempts, ...(detail !== undefined && { detail }), others: beside };
}

interface Told {
  readonly dependencies: ReadonlySet<string>;
  readonly any: boolean;
}

/** The dependencies whose filters refuse it, where nothing else is known of them. */
function findFiltered({ trigger, stored, places }: Evidence, { dependencies, any }: Told): Finding[] {
  if (places.some(({ state }) => state !== 'passed')) return [];
  const explanations = explainEach(trigger, stored).filter(({ dependency }) => !dependencies.has(dependency));
  const refused = explanations.filter(({ kind }) => kind === 'refused');
  if (!trigger.joined && (any || refused.length < explanations.length)) return [];
  return refused.map((explanation) => ({ kind: 'filtered', dependency: explanation.dependency, explanation }));
}

function explainEach(trigger: CompiledTrigger, { address, event }: Stored): readonly Explanation[] {
  try {
    return explain(trigger, { address: address as EventAddress, event: decodeEvent(event) });
  } catch {
    // it cannot be decoded, so no filter was asked
    return [];
  }
}

function findNothing({ places }: Evidence): Finding {
  const unknown = places.find(({ state }) => state === 'unknown');
  if (unknown) return { kind: 'unknown', partition: unknown.index };
  if (places.some(({ state }) => state === 'absent')) return { kind: 'unplaced' };
  const ahead = places.filter(({ state }) => state === 'ahead');
  if (ahead.length > 0) return { kind: 'unread', suspended: ahead.some(({ suspended }) => suspended) };
  return { kind: 'forgotten' };
}

function toExecution({ joined, executionId }: StoredWork): string {
  return joined?.executionId ?? executionId;
}
