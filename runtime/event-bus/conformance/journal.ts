import type { StartBus } from './fixture.ts';
import { describeJournalAppending } from './journal-appending.ts';
import { describeJournalReading } from './journal-reading.ts';
import { describeJournalTrimming } from './journal-trimming.ts';

/** What every journal does. */
export function describeJournal(name: string, start: StartBus): void {
  describe(`${name}: reading a journal`, () => describeJournalReading(start));
  describe(`${name}: appending to a journal`, () => describeJournalAppending(start));
  describe(`${name}: trimming a journal`, () => describeJournalTrimming(start));
}
