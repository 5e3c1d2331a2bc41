import { explore } from './testing/explore.ts';
import { Model, type Scope } from './testing/model.ts';

const calm = { actions: 1, ticks: 0, faults: 0, crashes: 0, stops: 0, owners: ['a', 'b'] };

const scopes: readonly [title: string, scope: Omit<Scope, 'appends'>][] = [
  ['freezes, while time goes on', { ...calm, actions: 2, ticks: 1 }],
  ['an append that is lost, late, or stored without an answer', { ...calm, faults: 1 }],
  ['a crash, and who takes its place', { ...calm, crashes: 1, owners: ['a', 'b', 'c'] }],
  ['a crash while a base is written', { ...calm, actions: 2, crashes: 1, bases: true }],
  ['a release at any time, and who takes its place', { ...calm, stops: 1, owners: ['a', 'b', 'c'] }],
];

describe.each(['checked', 'read-back'] as const)('in every order of events, owners where appends are %s', (appends) => {
  it.each(scopes)(
    'lose nothing and never act against each other: %s',
    async (_, scope) => {
      const heirs = new Map();
      const { states, schedules } = await explore(async () => new Model({ ...scope, appends }, heirs));
      expect(states).toBeGreaterThan(scope.bases ? 700 : 4_000);
      expect(schedules).toBeGreaterThan(scope.bases ? 1_000n : 30_000n);
    },
    300_000,
  );
});
