import { createLog } from '../../support/log.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import type { TriggerContext } from '../contract.ts';
import { TriggerError } from '../error.ts';

export interface TestContext<Options> extends TriggerContext<Options> {
  /** Lines of the log. */
  readonly logged: readonly string[];
}

/** What an adapter is opened with. `secrets` are values by `<name>/<key>`, and may be changed: the next reading tells. */
export function createTestContext<Options>(
  options: Options,
  secrets: Readonly<Record<string, string>> = {},
): TestContext<Options> {
  const logged: string[] = [];
  return {
    options,
    at: 'ci/deploy/announce',
    clock: new ManualClock(Date.parse('2026-11-21T10:00:00Z')),
    log: createLog((line) => logged.push(line), 'debug'),
    logged,
    async secret({ name, key }) {
      const value = secrets[`${name}/${key}`];
      if (value !== undefined) return value;
      throw new TriggerError('secretUnavailable', `ci/deploy/announce: key '${key}' of Secret '${name}' is missing`);
    },
  };
}
