import type { StartBus } from './fixture.ts';
import { describePositions } from './positions.ts';
import { describePublishing } from './publishing.ts';
import { describeReading } from './reading.ts';
import { describeTrouble } from './trouble.ts';

/** What every event bus does with its logs. */
export function describeEventBus(name: string, start: StartBus): void {
  describe(`${name}: publishing`, () => describePublishing(start));
  describe(`${name}: reading`, () => describeReading(start));
  describe(`${name}: positions`, () => describePositions(start));
  describe(`${name}: trouble`, () => describeTrouble(start));
}
