import { toConnectionName, toInboxPrefix } from './bus-client.ts';

const client = { component: 'worker', namespace: 'ci', name: 'main', replica: 'main-7f-x2' } as const;

it('servers are told of a client by what it is', () => {
  expect(toConnectionName(client)).toBe('worker ci/main main-7f-x2');
});

it('replicas of a component are answered below one prefix', () => {
  expect(toInboxPrefix(client)).toBe('_INBOX.worker.ci.main');
  const another = { ...client, replica: 'main-7f-x3' };
  expect(toInboxPrefix(another)).toBe('_INBOX.worker.ci.main');
});

it.each(['a.b', 'a*', 'a>', 'a b'])('a name like %j is one token', (name) => {
  expect(toInboxPrefix({ ...client, name }).split('.')).toHaveLength(4);
  expect(toInboxPrefix({ ...client, name })).not.toMatch(/[*>\s]/);
});
