import type { EventAddress } from '../../../model/event/address.ts';
import { decodeEvent } from '../../../model/event/decode.ts';
import type { Event } from '../../../model/event/event.ts';
import { toShare } from '../../../model/hash.ts';
import { toSensorKey } from '../../../model/trigger/trigger-name.ts';
import type { Stored } from '../../event-bus/contract.ts';
import type { Arrived } from '../../sensor/arrived.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { type Admission, admit } from '../../sensor/join/admit.ts';
import { type Keyed, keysOf } from '../../sensor/join/keys-of.ts';
import type { RouteKeys } from '../../sensor/join/route.ts';
import { type Decision, step } from '../../sensor/step.ts';
import { describe } from '../../support/describe.ts';
import type { Subject } from '../../support/observation.ts';
import type { Newcomer } from './held-event.ts';

/** The dependencies of a trigger that an event concerns in one partition. */
interface Placed {
  readonly index: number;
  readonly keyed: Keyed[];
}

type Decoded = Arrived | { readonly error: string };

interface ArrivalOptions {
  /** How many partitions the worker's work has. */
  readonly count: number;
  /** It was given up once, and does not come from the log. */
  readonly redriven?: true;
}

/** A message of the event log on its way to the triggers that depend on its address; decoded once for all of them. */
export class Arrival<Message extends Omit<Stored, 'position'> = Stored> {
  readonly stored: Message;
  readonly address: EventAddress;
  readonly #count: number;
  readonly #redriven: boolean;
  #placed: Map<CompiledTrigger, readonly Placed[]> | undefined;
  #decoded: Decoded | undefined;
  #share: number | undefined;

  constructor(stored: Message, { count, redriven }: ArrivalOptions) {
    this.stored = stored;
    this.#count = count;
    this.#redriven = redriven ?? false;
    this.address = stored.address as EventAddress;
  }

  /** As observations tell it. */
  get subject(): Omit<Subject, 'trigger'> {
    const { event, storedAt, offset } = this.stored;
    return { address: this.address, event, storedAt, offset };
  }

  /** As an execution that has not been tried. */
  get work() {
    const { offset, event, storedAt } = this.stored;
    return { offset, address: this.address, event, storedAt, attempts: 0, notBefore: 0 };
  }

  /** As it waits for others. */
  get newcomer(): Newcomer {
    const { offset, event, storedAt } = this.stored;
    const decoded = this.#decode();
    return {
      held: { offset, address: this.address, event, storedAt },
      decoded: 'error' in decoded ? undefined : decoded.event,
      redriven: this.#redriven,
    };
  }

  /** The partitions in which it concerns a trigger. */
  partitionsOf(trigger: CompiledTrigger): readonly number[] {
    return trigger.joined ? this.#place(trigger).map(({ index }) => index) : [this.ofId];
  }

  /** Those in which it concerned a trigger that went by other keys. */
  partitionsBy(keys: RouteKeys): readonly number[] {
    const decoded = this.#decode();
    if ('error' in decoded) return [this.ofId];
    return keys(decoded).map((key) => (key === undefined ? this.ofId : toShare(key, this.#count)));
  }

  /** What becomes of it in one of those partitions, where its trigger waits for several events. */
  admit(trigger: CompiledTrigger, index: number): Admission {
    const decoded = this.#decode();
    if ('error' in decoded) return { kind: 'deadLetter', reason: decoded.error };
    const placed = this.#place(trigger).find((place) => place.index === index);
    try {
      return admit(placed?.keyed ?? [], decoded.event);
    } catch (error) {
      return { kind: 'deadLetter', reason: describe(error) };
    }
  }

  /** The partition of its id. */
  get ofId(): number {
    this.#share ??= toShare(this.stored.event.id, this.#count);
    return this.#share;
  }

  #decode(): Decoded {
    this.#decoded ??= decode(this.address, this.stored.event);
    return this.#decoded;
  }

  #place(trigger: CompiledTrigger): readonly Placed[] {
    let placed = this.#placed?.get(trigger);
    if (!placed) {
      placed = this.#findPlaces(trigger);
      this.#placed ??= new Map();
      this.#placed.set(trigger, placed);
    }
    return placed;
  }

  #findPlaces(trigger: CompiledTrigger): readonly Placed[] {
    if (!trigger.join.window) {
      const index = toShare(toSensorKey(trigger.name), this.#count);
      const decoded = this.#decode();
      return [{ index, keyed: 'error' in decoded ? [] : [...keysOf(trigger, decoded)] }];
    }
    const decoded = this.#decode();
    if ('error' in decoded) return [{ index: this.ofId, keyed: [] }];
    const places = new Map<number, Placed>();
    for (const keyed of keysOf(trigger, decoded)) {
      const index = keyed.key === undefined ? this.ofId : toShare(keyed.key, this.#count);
      const place = places.get(index);
      if (place) place.keyed.push(keyed);
      else places.set(index, { index, keyed: [keyed] });
    }
    return [...places.values()];
  }

  /** What follows from it for a trigger that acts on each event by itself. */
  decide(trigger: CompiledTrigger): Decision {
    return decide(trigger, this.#decode());
  }
}

/** Whatever cannot be decoded or evaluated is a dead letter. */
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
    return { address, event: decodeEvent(event) };
  } catch (error) {
    return { error: describe(error) };
  }
}
