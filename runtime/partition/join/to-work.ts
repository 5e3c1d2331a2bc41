import { decodeEvent } from '../../../model/event/decode.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { toExecutionId } from '../../sensor/execution-id.ts';
import { render } from '../../sensor/render.ts';
import type { Decision } from '../../sensor/step.ts';
import type { HeldEvent } from '../work/held-event.ts';
import type { Joined } from '../work/joined.ts';
import type { Work } from '../work/work.ts';
import type { Waiting } from './held-events.ts';

/** An execution of events that have met; `last` is the one that completed it. */
export function toFiring(
  trigger: CompiledTrigger,
  key: string,
  all: readonly Waiting[],
): { readonly work: Work; readonly last: Waiting } {
  const last = all.reduce((latest, waiting) => (waiting.held.storedAt >= latest.held.storedAt ? waiting : latest));
  const each = new Map(all.map(({ held }) => [held.offset, held.event]));
  const executionId = toExecutionId({ trigger: trigger.name, key, events: [...each.values()] });
  const events = byDependency(all, ({ held }) => held);
  const work = { ...last.held, joined: { key, executionId, events }, attempts: 0, notBefore: 0 };
  const rendered = render(
    trigger,
    byDependency(all, ({ decoded, held }) => decoded ?? decodeEvent(held.event)),
  );
  if (rendered.kind === 'rendered') return { work: { ...work, executionId, template: rendered.template }, last };
  return { work: { ...work, executionId: '', template: null, reason: rendered.reason }, last };
}

/** What follows from events that had met, and are redriven. */
export function decideOnJoined(trigger: CompiledTrigger, { executionId, events }: Joined): Decision {
  const rendered = render(trigger, decodeAll(events));
  if (rendered.kind === 'deadLetter') return rendered;
  return { kind: 'execute', execution: { id: executionId, template: rendered.template } };
}

function decodeAll(events: Readonly<Record<string, readonly HeldEvent[]>>) {
  return Object.fromEntries(
    Object.entries(events).map(([name, held]) => [name, held.map(({ event }) => decodeEvent(event))]),
  );
}

function byDependency<To>(all: readonly Waiting[], change: (waiting: Waiting) => To): Record<string, To[]> {
  const groups = new Map<string, To[]>();
  for (const waiting of all) {
    const group = groups.get(waiting.dependency);
    if (group) group.push(change(waiting));
    else groups.set(waiting.dependency, [change(waiting)]);
  }
  return Object.fromEntries(groups);
}

/** An event that is only to be dead-lettered. */
export function toHopeless(held: HeldEvent, reason: string): Work {
  return { ...held, executionId: '', template: null, attempts: 0, notBefore: 0, reason };
}
