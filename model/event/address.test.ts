import { toJournalSubject, toSlot, toSubject } from './address.ts';

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
  expect(toJournalSubject({ namespace: 'ci', worker: 'main', index: 7 })).toBe('ew.j.ci.main.7');
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
