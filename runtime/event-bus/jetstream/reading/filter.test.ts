import type { Address } from '../../../../model/event/address.ts';
import { toReadingFilter } from './filter.ts';

const address = (event: string, more = {}): Address => ({
  class: 'event',
  namespace: 'shop',
  eventSource: 'git',
  event,
  ...more,
});
const push = address('push');
const letters: Address = { class: 'deadLetter', namespace: 'shop', sensor: 'deploy', trigger: 'notify' };

it.each<[string, readonly Address[], readonly string[]]>([
  ['one event', [push], ['ew.e.shop.git.push.*']],
  ['one address, named twice', [push, { ...push }], ['ew.e.shop.git.push.*']],
  ['events of a source', [push, address('tag')], ['ew.e.shop.git.>']],
  ['events of a namespace', [push, address('push', { eventSource: 'hub' })], ['ew.e.shop.>']],
  [
    'events of two namespaces',
    [push, address('push', { namespace: 'bank' })],
    ['ew.e.shop.git.push.*', 'ew.e.bank.git.push.*'],
  ],
  ['dead letters', [letters], ['ew.d.shop.deploy.notify']],
])('%s: the server is asked for as little as one permission can name', (_, addresses, subjects) => {
  expect(toReadingFilter(addresses).subjects).toStrictEqual(subjects);
});

it('of what comes, what was not asked for is told apart', () => {
  const { addressOf } = toReadingFilter([push, address('tag')]);
  expect(['ew.e.shop.git.push.3', 'ew.e.shop.git.other.3', 'ew.e.shop.git.push.3'].map(addressOf)).toStrictEqual([
    push,
    undefined,
    push,
  ]);
  expect(toReadingFilter([letters]).addressOf('ew.d.shop.deploy.notify')).toStrictEqual(letters);
});
