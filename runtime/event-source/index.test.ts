import { loadEventSource } from './index.ts';

it.each([
  ['calendar', 'once'],
  ['webhook', 'everywhere'],
] as const)('%s is loaded by its kind, and runs %s', async (kind, runs) => {
  expect(await loadEventSource(kind)).toMatchObject({ runs });
});
