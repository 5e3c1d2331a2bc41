import { type Address, toJournalSubject, toSubject } from '../event/address.ts';
import { streamNames, streamSubjects } from './jetstream-streams.ts';

it('the streams are a contract', () => {
  expect(Object.values(streamNames)).toStrictEqual([
    'ew-events',
    'ew-journals',
    'ew-notes',
    'ew-members',
    'ew-dead-letters',
    'ew-outcomes',
  ]);
});

it('the stream of a class takes the subjects of its addresses', () => {
  const [worker, trigger] = [
    { namespace: 'ci', worker: 'main' },
    { namespace: 'ci', sensor: 'deploy', trigger: 'job' },
  ];
  const addresses: readonly Address[] = [
    { class: 'event', namespace: 'ci', eventSource: 'hook', event: 'push' },
    { class: 'note', ...worker },
    { class: 'member', ...worker },
    { class: 'deadLetter', ...trigger },
    { class: 'outcome', ...trigger },
  ];
  const startsWith = (subject: string, filter: string) => subject.startsWith(filter.slice(0, -1));
  for (const address of addresses) expect(startsWith(toSubject(address), streamSubjects[address.class])).toBe(true);
  expect(startsWith(toJournalSubject({ ...worker, index: 0 }), streamSubjects.journal)).toBe(true);
});
