import { toConnectionName, toInboxPrefix, toUserName, toUserVariable } from './bus-client.ts';

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

it('each user has a name and a variable of its own, wherever the dashes are', () => {
  expect(toUserName(client)).toBe('worker.ci.main');
  const variableOf = (namespace: string, name: string) => toUserVariable({ component: 'worker', namespace, name });
  expect([variableOf('ci', 'main'), variableOf('a-b', 'c'), variableOf('a', 'b-c')]).toStrictEqual([
    'EW_WORKER_CI_MAIN',
    'EW_WORKER_A__B_C',
    'EW_WORKER_A_B__C',
  ]);
});
