import { type Address, toSubject } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { EventBus } from '../../event-bus/contract.ts';
import { BusFullError, BusUnavailableError } from '../../event-bus/error.ts';

/** The publishing side of a bus, whose state a test decides. */
export class TestBus implements Pick<EventBus, 'publish'> {
  readonly stored: { readonly subject: string; readonly event: Event }[] = [];
  state: 'up' | 'away' | 'full' | 'hanging' = 'up';
  /** How many publishes wait for `resume`, while it hangs. */
  #waiting: (() => void)[] = [];

  async publish(to: Address, event: Event): Promise<void> {
    if (this.state === 'away') throw new BusUnavailableError('nats://10.0.0.7 is away');
    if (this.state === 'full') throw new BusFullError('the stream is full');
    if (this.state === 'hanging') await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.stored.push({ subject: toSubject(to), event });
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get ids(): readonly string[] {
    return this.stored.map(({ event }) => event.id);
  }

  /** It is up, and stores what waited. */
  resume(): void {
    this.state = 'up';
    for (const go of this.#waiting.splice(0)) go();
  }
}
