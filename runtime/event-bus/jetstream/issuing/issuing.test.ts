import { execFileSync } from 'node:child_process';
import { nkeyAuthenticator } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { findBinary, natsServer } from '../../../support/testing/go-server.ts';
import { temporaryFiles } from '../../../support/testing/temporary-files.ts';
import type { KnownBusUser } from '../../contract.ts';
import { toSpec } from '../testing/bus-spec.ts';
import { startNatsServer } from '../testing/nats-server.ts';
import { jetStreamIssuing } from './issuing.ts';

const worker = { component: 'worker', namespace: 'ci', name: 'main' } as const;
const user = (credentials: readonly string[]): KnownBusUser => ({
  client: worker,
  grants: { publish: ['ew.e.ci.hook.push.*', '$JS.API.STREAM.INFO.ew-events'], subscribe: ['_INBOX.worker.ci.main.>'] },
  ids: credentials.map((credential) => jetStreamIssuing.identify(credential) ?? ''),
});

it('a credential is a seed, and the servers know its public half', () => {
  const seed = jetStreamIssuing.create();
  expect(seed).toMatch(/^SU[A-Z2-7]{56}$/);
  expect(jetStreamIssuing.identify(`${seed}\n`)).toMatch(/^U[A-Z2-7]{55}$/);
  expect(jetStreamIssuing.identify('garbage')).toBeUndefined();
});

it.each([
  ['nobody', []],
  ['one user', [user([jetStreamIssuing.create()])]],
  ['a user with two credentials', [user([jetStreamIssuing.create(), jetStreamIssuing.create()])]],
])('the servers take a file with %s', (_, users) => {
  using files = temporaryFiles({ 'auth.conf': jetStreamIssuing.render(users) });
  const checked = execFileSync(findBinary(natsServer), ['-t', '-c', files.path('auth.conf')], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  expect(checked).toBe('');
});

it('what a user with two credentials may do is said once, and holds for both', async () => {
  const seeds = [jetStreamIssuing.create(), jetStreamIssuing.create()];
  const config = jetStreamIssuing.render([user(seeds)]);
  expect(config.match(/ew\.e\.ci\.hook\.push/g)).toHaveLength(1);
  await using server = await startNatsServer({ config });
  for (const seed of seeds) {
    const nats = await connect({ servers: server.url, authenticator: nkeyAuthenticator(Buffer.from(seed)) });
    const denied: string[] = [];
    const watching = (async () => {
      for await (const { type, error } of nats.status() as AsyncIterable<{ type: string; error?: Error }>)
        if (type === 'error') denied.push(error?.message ?? '');
    })();
    for (const subject of ['ew.e.ci.hook.push.0', 'ew.e.ci.hook.pull.0']) nats.publish(subject);
    await nats.flush();
    await nats.close();
    await watching;
    expect(denied).toStrictEqual([expect.stringContaining('ew.e.ci.hook.pull.0')]);
  }
});

it('a probe tells whether every server takes a credential', async () => {
  const [known, next, unknown] = [jetStreamIssuing.create(), jetStreamIssuing.create(), jetStreamIssuing.create()];
  await using server = await startNatsServer({ config: jetStreamIssuing.render([user([known, next])]) });
  const probe = (credential: string, ...others: string[]) =>
    jetStreamIssuing.probe(toSpec([server.url, ...others]), { credential, ca: '' });
  const away = 'nats://127.0.0.1:1';
  expect(
    await Promise.all([probe(known), probe(next), probe(unknown), probe(known, away), probe(unknown, away)]),
  ).toStrictEqual(['accepted', 'accepted', 'refused', 'away', 'refused']);
});
