import type { SecretRef } from '../../../model/secret-ref.ts';
import { systemClock } from '../../support/clock.ts';
import { createLog, type Log } from '../../support/log.ts';
import { until } from '../../support/testing/until.ts';
import type { EventBusContext } from '../contract.ts';

export interface TestBusContext extends EventBusContext {
  readonly log: Log;
  /** What it has logged: the message, and the reason where there is one. */
  readonly lines: readonly string[];
  /** `name/key` → value; a test may change them. */
  readonly values: Map<string, string>;
  /** Waits for a line that holds this. */
  logged(part: string): Promise<void>;
}

/** A worker's context whose secrets and log a test holds. */
export function createBusContext(values: Readonly<Record<string, string>> = {}, signal?: AbortSignal): TestBusContext {
  const lines: string[] = [];
  const held = new Map(Object.entries(values));
  return {
    clock: systemClock,
    secrets: { read: async (ref) => readHeld(held, ref) },
    log: createLog((line) => {
      const { message, reason } = JSON.parse(line);
      lines.push(reason ? `${message}: ${reason}` : message);
    }),
    client: { component: 'worker', namespace: 'ci', name: 'main', replica: 'main-0' },
    ...(signal && { signal }),
    lines,
    values: held,
    async logged(part) {
      await until(() => lines.some((line) => line.includes(part)));
    },
  };
}

function readHeld(held: ReadonlyMap<string, string>, { name, key }: SecretRef): string {
  const value = held.get(`${name}/${key}`);
  if (value === undefined) throw new Error(`key '${key}' of Secret '${name}' is missing`);
  return value;
}
