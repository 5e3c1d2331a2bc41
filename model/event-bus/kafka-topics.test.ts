import type { Address } from '../event/address.ts';
import { toJournalTopic, toTopic, toTopicsOf } from './kafka-topics.ts';

const bus = { topicPrefix: 'ew' };
const worker = { namespace: 'ci', worker: 'main' };
const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'job' };
const addresses: readonly Address[] = [
  { class: 'event', namespace: 'ci', eventSource: 'hook', event: 'push' },
  { class: 'note', ...worker },
  { class: 'member', ...worker },
  { class: 'deadLetter', ...trigger },
  { class: 'outcome', ...trigger },
];

it('the names of topics are a contract', () => {
  expect([...addresses.map((address) => toTopic(bus, address)), toJournalTopic(bus, worker)]).toStrictEqual([
    'ew.e.ci.hook',
    'ew.n.ci.main',
    'ew.m.ci.main',
    'ew.d.ci',
    'ew.o.ci',
    'ew.j.ci.main',
  ]);
});

it('the topics of a class begin as no others do', () => {
  const begins = (['event', 'note', 'member', 'deadLetter', 'outcome', 'journal'] as const).map((store) =>
    toTopicsOf(bus, store),
  );
  expect(new Set(begins).size).toBe(begins.length);
  for (const address of addresses) expect(toTopic(bus, address).startsWith(toTopicsOf(bus, address.class))).toBe(true);
  expect(toJournalTopic(bus, worker).startsWith(toTopicsOf(bus, 'journal'))).toBe(true);
});

it('the longest names that there are fit into that of a topic', () => {
  const name = 'n'.repeat(63);
  const topic = toTopic({ topicPrefix: 'p'.repeat(99) }, { class: 'event', namespace: name, eventSource: name });
  expect(topic.length).toBeLessThanOrEqual(249);
});
