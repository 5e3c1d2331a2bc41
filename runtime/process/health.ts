import type { BusHealth, EventBus } from '../event-bus/contract.ts';
import type { Clock } from '../support/clock.ts';

/** Whether a replica is ready, and if not, each reason in one sentence. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
}

export interface Health extends Disposable {
  readiness(): Readiness;
  /** From now on it is not ready: it is about to end. */
  drain(): void;
}

interface HealthOptions {
  readonly bus: Pick<EventBus, 'health'>;
  readonly clock: Clock;
  /** Whatever the bus answered. */
  readonly told?: (health: BusHealth) => void;
  /** What else has to be so: each tells why it is not. */
  readonly conditions: readonly (() => readonly string[])[];
}

const everyMs = 5_000;
const freshMs = 15_000;

/** Asks the bus now and then whether a quorum write works; an answer older than 15 s counts as none. */
export function startHealth({ bus, clock, told, conditions }: HealthOptions): Health {
  let draining = false;
  let bad: string | undefined = 'the event bus has not answered yet';
  let answeredAt = clock.now();
  let timer: Disposable | undefined;
  let over = false;
  void ask();

  return {
    readiness() {
      const reasons = [...busReasons(), ...conditions.flatMap((reasonsOf) => reasonsOf())];
      if (draining) reasons.unshift('the process is draining');
      return { ready: reasons.length === 0, reasons };
    },
    drain() {
      draining = true;
    },
    [Symbol.dispose]() {
      over = true;
      timer?.[Symbol.dispose]();
    },
  };

  function busReasons(): string[] {
    const age = clock.now() - answeredAt;
    if (age > freshMs) return [`the event bus has not answered for ${Math.round(age / 1000)} s`];
    return bad === undefined ? [] : [bad];
  }

  async function ask(): Promise<void> {
    bad = await bus.health().then(
      (health) => {
        const { ready, reason } = health;
        if (!over) told?.(health);
        return ready ? undefined : `the event bus is not ready: ${reason ?? 'it does not say why'}`;
      },
      (error: Error) => `the event bus is not ready: ${error.message}`,
    );
    answeredAt = clock.now();
    if (!over) timer = clock.schedule(everyMs, () => void ask());
  }
}
