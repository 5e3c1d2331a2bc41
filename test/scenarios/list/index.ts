import type { Scenario } from '../scenario.ts';
import { oneEvent } from './one-event.ts';

/** All of them. */
export const scenarios: readonly Scenario[] = [...oneEvent];
