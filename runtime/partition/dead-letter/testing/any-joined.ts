import fc from 'fast-check';
import type { Event } from '../../../../model/event/event.ts';
import type { HeldEvent } from '../../work/held-event.ts';
import { eventsOf, type Joined } from '../../work/joined.ts';

const text = fc.string({ unit: 'binary' });
const required = ['id', 'source', 'type', 'time', 'data'] as const;
/** As what JSON was parsed to. */
const plain = { noNullPrototype: true } as const;

/** An event of any attributes and any payload. */
const anyEvent: fc.Arbitrary<Event> = fc.record(
  {
    id: text,
    source: text,
    type: text,
    time: fc.constant('2026-01-01T00:00:00Z'),
    subject: text,
    datacontenttype: fc.constantFrom('application/json', 'image/png'),
    dataschema: text,
    extensions: fc.dictionary(fc.stringMatching(/^[a-df-z][a-z0-9]{0,9}$/), text, { minKeys: 1, ...plain }),
    data: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  },
  { requiredKeys: [...required], ...plain },
);

const anyAddress = fc.record(
  {
    class: fc.constant('event' as const),
    namespace: fc.constantFrom('ci', 'shop'),
    eventSource: fc.constantFrom('web', 'github'),
    event: fc.constantFrom('push', 'paid'),
  },
  plain,
);

/** A join of any events, and the one that completed it. */
export const anyJoined: fc.Arbitrary<{ readonly joined: Joined; readonly completing: HeldEvent }> = fc
  .record({
    key: text,
    events: fc.dictionary(
      fc.constantFrom('push', 'image', 'toString', 'a-b'),
      fc.array(fc.record({ address: anyAddress, event: anyEvent, storedAt: fc.nat() }, plain), {
        minLength: 1,
        maxLength: 4,
      }),
      { minKeys: 1, ...plain },
    ),
  })
  .map(({ key, events }) => ({ key, executionId: 'v6yiftcwvvyvlelbtghkiry3pc', events: withOffsets(events) }))
  .chain((joined) => fc.constantFrom(...eventsOf(joined)).map((completing) => ({ joined, completing })));

function withOffsets(events: Readonly<Record<string, readonly Omit<HeldEvent, 'offset'>[]>>): Joined['events'] {
  let last = 0;
  return Object.fromEntries(
    Object.entries(events).map(([name, held]) => [name, held.map((one) => ({ offset: `${++last}`, ...one }))]),
  );
}
