import { BusUnavailableError } from '../event-bus/error.ts';
import { subjectOfLine } from './subject-of-line.ts';

const away = new BusUnavailableError('it is stopped');

it.each([
  ['a bus that is away, whatever misses it', { error: away, trigger: 'ci/deploy/note' }, 'event bus'],
  ['a bus that is away, as a cause', { error: new Error('lost', { cause: away }) }, 'event bus'],
  ['a trigger', { trigger: 'ci/deploy/note', error: new Error('503') }, 'trigger ci/deploy/note'],
  ['an event source', { eventSource: 'ci/github' }, 'event source ci/github'],
  ['what it says, in all partitions', { partition: 3 }, ' it failed'],
])('a line is about %s', (_, fields, subject) => {
  expect(subjectOfLine('it failed', fields)).toBe(subject);
});

it('that the bus is away and that it is back are about one thing', () => {
  const said = ['the event bus is away', 'the event bus is back'].map((message) => subjectOfLine(message, {}));
  expect(said).toStrictEqual(['event bus', 'event bus']);
});
