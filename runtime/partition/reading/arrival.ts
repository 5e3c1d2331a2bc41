import type { EventAddress } from '../../../model/event/address.ts';
import { decodeEvent } from '../../../model/event/decode.ts';
import type { Stored } from '../../event-bus/contract.ts';
import type { CompiledTrigger } from '../../sensor/compile-sensor.ts';
import { type Arrived, type Decision, step } from '../../sensor/step.ts';
import type { Subject } from '../../support/observation.ts';

/** A message of the event log on its way to the triggers that depend on its address; decoded once for all of them. */
export class Arrival {
  readonly stored: Stored;
  readonly address: EventAddress;
  #decoded: Arrived | { readonly error: Error } | undefined;

  constructor(stored: Stored) {
    this.stored = stored;
    this.address = stored.address as EventAddress;
  }

  /** As observations tell it. */
  get subject(): Omit<Subject, 'trigger'> {
    const { event, storedAt } = this.stored;
    return { address: this.address, event, storedAt };
  }

  /** What follows from it for a trigger. Whatever cannot be decoded or evaluated is a dead letter. */
  decide(trigger: CompiledTrigger): Decision {
    this.#decoded ??= this.#decode();
    if ('error' in this.#decoded) return { kind: 'deadLetter', reason: this.#decoded.error.message };
    try {
      return step(trigger, this.#decoded);
    } catch (error) {
      return { kind: 'deadLetter', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #decode(): Arrived | { readonly error: Error } {
    try {
      return { kind: 'arrived', address: this.address, event: decodeEvent(this.stored.event) };
    } catch (error) {
      return { error: error instanceof Error ? error : new Error(String(error)) };
    }
  }
}
