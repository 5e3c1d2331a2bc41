import type { EventAddress } from '../../../model/event/address.ts';
import { decodeEvent } from '../../../model/event/decode.ts';
import type { Event } from '../../../model/event/event.ts';
import type { Stored } from '../../event-bus/contract.ts';
import type { CompiledTrigger } from '../../sensor/compile-sensor.ts';
import { type Arrived, type Decision, step } from '../../sensor/step.ts';
import { describe } from '../../support/describe.ts';
import type { Subject } from '../../support/observation.ts';
import type { Carried } from '../dead-letter/carried.ts';

type Decoded = Arrived | { readonly error: string };

/** A message of the event log on its way to the triggers that depend on its address; decoded once for all of them. */
export class Arrival {
  readonly stored: Stored;
  readonly address: EventAddress;
  #decoded: Decoded | undefined;

  constructor(stored: Stored) {
    this.stored = stored;
    this.address = stored.address as EventAddress;
  }

  /** As observations tell it. */
  get subject(): Omit<Subject, 'trigger'> {
    const { event, storedAt } = this.stored;
    return { address: this.address, event, storedAt };
  }

  /** What follows from it for a trigger. */
  decide(trigger: CompiledTrigger): Decision {
    this.#decoded ??= decode(this.address, this.stored.event);
    return decide(trigger, this.#decoded);
  }
}

/** What follows from an event for a trigger. Whatever cannot be decoded or evaluated is a dead letter. */
export function decideOn(trigger: CompiledTrigger, { address, event }: Pick<Carried, 'address' | 'event'>): Decision {
  return decide(trigger, decode(address, event));
}

function decide(trigger: CompiledTrigger, decoded: Decoded): Decision {
  if ('error' in decoded) return { kind: 'deadLetter', reason: decoded.error };
  try {
    return step(trigger, decoded);
  } catch (error) {
    return { kind: 'deadLetter', reason: describe(error) };
  }
}

function decode(address: EventAddress, event: Event): Decoded {
  try {
    return { kind: 'arrived', address, event: decodeEvent(event) };
  } catch (error) {
    return { error: describe(error) };
  }
}
