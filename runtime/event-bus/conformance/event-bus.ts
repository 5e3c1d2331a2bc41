import { describeAdmin } from './admin.ts';
import type { StartBus } from './fixture.ts';
import { describeJournalAppending } from './journal-appending.ts';
import { describeJournalReading } from './journal-reading.ts';
import { describeJournalTrimming } from './journal-trimming.ts';
import { describePositions } from './positions.ts';
import { describePublishing } from './publishing.ts';
import { describeReading } from './reading.ts';
import { describeTrouble } from './trouble.ts';

/** What every event bus does: with its logs, with its journals, and for the keeper. */
export function describeEventBus(name: string, start: StartBus): void {
  describe(`${name}: publishing`, () => describePublishing(start));
  describe(`${name}: reading`, () => describeReading(start));
  describe(`${name}: positions`, () => describePositions(start));
  describe(`${name}: trouble`, () => describeTrouble(start));
  describe(`${name}: reading a journal`, () => describeJournalReading(start));
  describe(`${name}: appending to a journal`, () => describeJournalAppending(start));
  describe(`${name}: trimming a journal`, () => describeJournalTrimming(start));
  describe(`${name}: administration`, () => describeAdmin(start));
}
