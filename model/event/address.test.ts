import { fromJournalSubject, toJournalSubject, toSlot, toSubject } from './address.ts';

it.each([
  [{ class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' }, 'ew.e.ci.github.push'],
  [{ class: 'note', namespace: 'ci', worker: 'main' }, 'ew.n.ci.main'],
  [{ class: 'member', namespace: 'ci', worker: 'main' }, 'ew.m.ci.main'],
  [{ class: 'deadLetter', namespace: 'ci', sensor: 'deploy', trigger: 'job' }, 'ew.d.ci.deploy.job'],
  [{ class: 'outcome', namespace: 'ci', sensor: 'deploy', trigger: 'job' }, 'ew.o.ci.deploy.job'],
] as const)('the subject of %j is a contract', (address, subject) => {
  expect(toSubject(address)).toBe(subject);
});

it("a partition's journal has a subject of its own", () => {
  const partition = { namespace: 'ci', worker: 'main', index: 7 };
  expect(toJournalSubject(partition)).toBe('ew.j.ci.main.7');
  expect(fromJournalSubject('ew.j.ci.main.7')).toStrictEqual(partition);
  expect(['ew.j.ci.main', 'ew.j.ci.main.x', 'ew.n.ci.main.7'].map(fromJournalSubject)).toStrictEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it("an event's slot follows from its id, and from its partition key where it has one", () => {
  expect(['a', 'b', '72d3162e-cc78-11e3-81ab-4c9367dc0958'].map((id) => toSlot({ id }))).toMatchInlineSnapshot(`
[
  3,
  2,
  11,
]
`);
  expect(toSlot({ id: 'a', extensions: { partitionkey: 'b' } })).toBe(toSlot({ id: 'b' }));
});
