import { whyNoJournals, whyTooOld } from './version.ts';

it.each(['2.9.25', '1.4.1', '2.9.99-beta.1'])('NATS %s is too old', (version) => {
  expect(whyTooOld(version)).toBe(`the servers run NATS ${version}; the bus needs 2.10.0 or later, upgrade them`);
});

it.each(['2.10.0', '2.10.27', '2.10.0-RC.3', '2.11.0', '2.15.2', '3.0.0'])('NATS %s can be used', (version) => {
  expect(whyTooOld(version)).toBeUndefined();
});

it.each([
  ['2.10.27', 3, 'the servers run NATS 2.10.27; journals on 3 replicas need 2.11.0 or later, upgrade them'],
  ['2.10.27', 1, undefined],
  ['2.11.0', 3, undefined],
])('journals of NATS %s on %i replicas: %s', (version, replicas, reason) => {
  expect(whyNoJournals(version, replicas)).toBe(reason);
});
