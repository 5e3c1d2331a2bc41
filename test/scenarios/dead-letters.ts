import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { readToEnd } from '../../runtime/event-bus/read-to-end.ts';
import { readDeadLetter } from '../../runtime/partition/dead-letter/dead-letter.ts';

/** The events that a trigger ever gave up, with the reasons, each once. */
export async function readDeadLetters(
  bus: Pick<EventBus, 'resolve' | 'log'>,
  trigger: TriggerName,
): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const addresses = [{ class: 'deadLetter', ...trigger }] as const;
  const letters = new Set<string>();
  const after = await bus.resolve('beginning', addresses);
  for await (const item of readToEnd(bus, { after, addresses, signal })) {
    const letter = 'event' in item ? readDeadLetter(item.event) : undefined;
    if (letter) letters.add(`${letter.event.id}: ${letter.reason}`);
  }
  return [...letters].sort();
}
