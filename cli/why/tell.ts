import { type EventAddress, toPath } from '../../model/event/address.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import type { Stored } from '../../runtime/event-bus/contract.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import type { EventRef } from '../../runtime/support/observation.ts';
import type { Waiting } from '../joins/waiting.ts';
import { describeExplanation } from '../text/describe-explanation.ts';
import { toAge, toTime, toTimestamp } from '../units.ts';
import type { Finding } from './finding.ts';

/** What became of an event. */
export interface Story {
  readonly stored: Stored;
  readonly triggers: readonly { readonly trigger: CompiledTrigger; readonly findings: readonly Finding[] }[];
}

/** As people read it: the event, then each trigger with a line for each finding, and what it rests on below. */
export function tell({ stored, triggers }: Story, now: number): string[] {
  const { event, address, storedAt } = stored;
  const path = toPath(address as EventAddress);
  const head = `${event.id}: ${path} from ${event.source}, stored ${toTime(storedAt)}, ${toAge(now - storedAt)} ago`;
  if (triggers.length === 0) return [head, '', '  no trigger of the program depends on it'];
  const lines = triggers.flatMap(({ trigger, findings }) => [
    '',
    toTriggerKey(trigger.name),
    ...findings.flatMap((finding) => {
      const [first = '', ...more] = describe(finding, { trigger, now });
      return [`  ${first}`, ...more.map((line) => `    ${line}`)];
    }),
  ]);
  return [head, ...lines];
}

/** The same for programs, as one JSON object. */
export function toJsonLine({ stored, triggers }: Story): string {
  const { event, address, storedAt } = stored;
  return JSON.stringify({
    event: event.id,
    source: event.source,
    address: toPath(address as EventAddress),
    storedAt: toTimestamp(storedAt),
    triggers: triggers.map(({ trigger, findings }) => ({
      trigger: toTriggerKey(trigger.name),
      findings: findings.map(toJson),
    })),
  });
}

const times: ReadonlySet<string> = new Set(['at', 'nextAt', 'seenAt', 'tick', 'since', 'endsAt']);

function toJson(finding: Finding): object {
  const plain = finding.kind === 'waiting' ? { ...finding, waiting: withoutName(finding.waiting) } : finding;
  return JSON.parse(JSON.stringify(plain), (name, value) =>
    times.has(name) && typeof value === 'number' ? toTimestamp(value) : value,
  );
}

function withoutName({ trigger: _, ...waiting }: Waiting): Omit<Waiting, 'trigger'> {
  return waiting;
}

interface Telling {
  readonly trigger: CompiledTrigger;
  readonly now: number;
}

/** A line that says what, and lines that say more. */
function describe(finding: Finding, { trigger, now }: Telling): string[] {
  const as = finding.dependency === undefined ? '' : ` as ${finding.dependency}`;
  switch (finding.kind) {
    case 'fired': {
      const { at, attempts, detail, executionId, others } = finding;
      const after = attempts > 1 ? `, at attempt ${attempts}` : '';
      const said = detail === undefined ? '' : `: ${detail}`;
      return [`fired at ${toTime(at)}${after}${said}`, `execution ${executionId}`, ...toOthers(others)];
    }
    case 'joined':
      return [
        `joined${as} at ${toTime(finding.at)} into an execution whose end is not recorded`,
        `execution ${finding.executionId}`,
      ];
    case 'waiting':
      return [`waits${as}${toWaitsFor(finding.waiting, now)}`, ...toKey(finding.waiting)];
    case 'acting': {
      const { executionId, attempts, nextAt, lastError, others } = finding;
      const first = attempts === 0 ? 'fires now' : `failed ${count(attempts)}; the next is ${toNext(nextAt, now)}`;
      return [
        first,
        ...(lastError === undefined ? [] : [`last recorded failure: ${lastError}`]),
        ...(executionId === '' ? [] : [`execution ${executionId}`]),
        ...toOthers(others),
      ];
    }
    case 'retrying':
      return [
        `is tried again: ${finding.attempt > 0 ? `attempt ${finding.attempt}` : 'an attempt'} failed at ${toTime(finding.at)}: ${finding.reason}`,
      ];
    case 'givingUp':
      return [`is given up: ${finding.reason}`, 'its dead letter is about to be stored'];
    case 'deadLettered': {
      const { at, attempts, reason, letter } = finding;
      const after = attempts > 0 ? ` after ${count(attempts)}` : '';
      return [
        `dead-lettered at ${toTime(at)}${after}: ${reason}`,
        `give it back to its trigger with: eventwright dlq redrive ${letter}`,
      ];
    }
    case 'filtered':
      return [`filtered: ${describeExplanation(finding.explanation)}`];
    case 'decidedFalse':
      return [
        `filtered${as} at ${toTime(finding.at)}: its filter let it pass, but ${trigger.spec.when} was decided false`,
      ];
    case 'superseded':
      return [`superseded${as} at ${toTime(finding.at)} by ${toName(finding.by)}`];
    case 'duplicate':
      return [
        `duplicate, at ${toTime(finding.at)}: an event of its id and source was seen at ${toTime(finding.seenAt)}`,
      ];
    case 'expired':
      return [`expired${as} at ${toTime(finding.at)}: its window ended, and ${trigger.spec.when} was false`];
    case 'reset':
      return [`let go${as} by the reset of ${toTime(finding.tick)}`];
    case 'unread':
      return finding.suspended
        ? ['not read yet: the trigger is suspended, its events wait on the bus']
        : ['not settled: the trigger has not come to it yet, or acts on it for the first time'];
    case 'unplaced':
      return ['not read yet: no worker runs the trigger; see whether it is deployed and ready'];
    case 'unknown':
      return [`not known: the journal of partition ${finding.partition} cannot be read until its owner writes it anew`];
    case 'forgotten':
      return [
        'settled, and how is recorded no more; or it was stored before the trigger began',
        'its filter, as the program has it now, lets the event pass',
      ];
  }
}

function toWaitsFor({ state }: Waiting, now: number): string {
  if (state.kind === 'firing') return '';
  const { condition, missing, endsAt, endsBy, leftBehind } = state;
  const when =
    endsAt === undefined ? undefined : `${toTime(endsAt)}, ${endsAt > now ? `in ${toAge(endsAt - now)}` : 'now'}`;
  const isReset = endsBy === 'reset';
  const letGo = `is let go by the reset of ${when}`;
  if (leftBehind) {
    const ends = isReset ? letGo : `${condition === undefined ? 'ends' : 'fires'} ${when}`;
    return `: its key was made in another way; nothing meets it, it ${ends}`;
  }
  const until = isReset ? `it ${letGo}` : when;
  const end = until === undefined ? '' : ` until ${until}`;
  if (condition === undefined) return `${end}: its condition cannot hold any more`;
  // what is left is all that must not come
  if (missing.length === 0) return `${end}: it fires then, if ${condition} holds`;
  return ` for ${condition}${end}`;
}

function toKey({ key, arrived }: Waiting): string[] {
  const names = Object.entries(arrived).map(([name, ids]) => `${name}${ids.length > 0 ? ` (${ids.join(', ')})` : ''}`);
  return [...(key === '' ? [] : [`key ${key}`]), `arrived: ${names.join(', ')}`];
}

function toOthers(others: readonly EventRef[]): string[] {
  return others.length === 0 ? [] : [`with ${others.map(toName).join(', ')}`];
}

function toName({ id, source }: EventRef): string {
  return `${id} from ${source}`;
}

function toNext(at: number, now: number): string {
  return at > now ? `at ${toTime(at)}, in ${toAge(at - now)}` : 'due now';
}

function count(attempts: number): string {
  return `${attempts} attempt${attempts === 1 ? '' : 's'}`;
}
