import type { EventSourceKind } from '../../model/event-source/event-source.ts';
import { loadEventSource } from './index.ts';

const runsBy: Readonly<Record<EventSourceKind, 'once' | 'everywhere'>> = { calendar: 'once', webhook: 'everywhere' };

it.each(Object.entries(runsBy) as [EventSourceKind, string][])(
  '%s is loaded by its kind, and runs %s',
  async (kind, runs) => {
    expect(await loadEventSource(kind)).toMatchObject({ runs });
  },
);
