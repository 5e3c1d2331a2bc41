import { decodeEvent } from '../../../model/event/decode.ts';
import type { CompiledTrigger } from '../../sensor/compile-sensor.ts';
import { toExecutionId } from '../../sensor/execution-id.ts';
import { render } from '../../sensor/render.ts';
import type { HeldEvent } from '../lane/joined.ts';
import type { Work } from '../lane/parked.ts';

interface Meeting {
  readonly key: string;
  readonly events: Readonly<Record<string, readonly HeldEvent[]>>;
}

/** An execution of events that have met; `last` is the one that completed it. */
export function toFiring(trigger: CompiledTrigger, { key, events }: Meeting): { work: Work; last: HeldEvent } {
  const all = [
    ...new Map(
      Object.values(events)
        .flat()
        .map((held) => [held.offset, held]),
    ).values(),
  ];
  const last = all.reduce((latest, held) => (held.storedAt >= latest.storedAt ? held : latest));
  const id = toExecutionId({ trigger: trigger.name, key, generation: 0, events: all.map(({ event }) => event) });
  const decoded = Object.entries(events).map(([name, list]) => [name, list.map(({ event }) => decodeEvent(event))]);
  const rendered = render(trigger, Object.fromEntries(decoded));
  const work = { ...last, joined: { key, executionId: id, events }, attempts: 0, notBefore: 0 };
  if (rendered.kind === 'deadLetter')
    return { work: { ...work, executionId: '', template: null, reason: rendered.reason }, last };
  return { work: { ...work, executionId: id, template: rendered.template }, last };
}

/** An event that is only to be dead-lettered. */
export function toHopeless(held: HeldEvent, reason: string): Work {
  return { ...held, executionId: '', template: null, attempts: 0, notBefore: 0, reason };
}
