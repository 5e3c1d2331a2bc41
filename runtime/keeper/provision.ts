import type { EventBus } from '../event-bus/contract.ts';
import { toNoteEvent } from '../partition/notes/note.ts';
import type { Clock } from '../support/clock.ts';
import { type BusView, findPlaces } from './bus-view.ts';
import { type DeclaredTrigger, toPlacedKey } from './declared.ts';

export interface ProvisionOptions {
  readonly bus: Pick<EventBus, 'publish' | 'resolve'>;
  readonly view: BusView;
  readonly declared: readonly DeclaredTrigger[];
  readonly clock: Clock;
}

/** Those that have no place in any partition of their worker. */
export function findUnplaced(view: BusView, declared: readonly DeclaredTrigger[]): readonly DeclaredTrigger[] {
  return declared.filter((placed) => findPlaces(view, placed).every((place) => place === undefined));
}

/** Tells the workers where triggers begin that are new on the bus; yields a sentence for each that was told. */
export async function* provision({ bus, view, declared, clock }: ProvisionOptions): AsyncGenerator<string, void> {
  for (const placed of findUnplaced(view, declared)) {
    const { worker, trigger, addresses, start } = placed;
    const position = await bus.resolve(start, addresses);
    const address = { class: 'note', ...worker } as const;
    await bus.publish(address, toNoteEvent({ kind: 'start', trigger, position }, address, clock.now()));
    yield `${toPlacedKey(placed)} begins ${typeof start === 'string' ? `at '${start}'` : `with ${start.time}`}`;
  }
}
