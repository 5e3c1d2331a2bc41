import { nkeys } from '@nats-io/nats-core';
import {
  type JetStreamAuth,
  natsCredentials,
  natsNkey,
  natsToken,
  natsUser,
} from '../../../model/event-bus/jetstream-auth.ts';
import { BusRefusedError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream } from './connection.ts';
import { toSpec } from './testing/bus-spec.ts';
import { createJwtUser } from './testing/jwt-user.ts';
import { startNatsServer } from './testing/nats-server.ts';

const secret = { name: 'nats', key: 'it' };
const [nkey, otherNkey] = [nkeys.createUser(), nkeys.createUser()];
const [jwtUser, strangeUser] = [createJwtUser(), createJwtUser()];
const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe.each<{ what: string; config: string; auth: JetStreamAuth; right: string; wrong: string; who: string }>([
  {
    what: 'a token',
    config: 'authorization { token: s3cret }',
    auth: natsToken(secret),
    right: 's3cret',
    wrong: 'guessed',
    who: "the token of Secret 'nats'",
  },
  {
    what: 'a user and its password',
    config: 'authorization { user: ci, password: s3cret }',
    auth: natsUser({ user: 'ci', password: secret }),
    right: 's3cret',
    wrong: 'guessed',
    who: "user 'ci'",
  },
  {
    what: 'an nkey',
    config: `authorization { users: [{ nkey: ${nkey.getPublicKey()} }] }`,
    auth: natsNkey(secret),
    right: toText(nkey.getSeed()),
    wrong: toText(otherNkey.getSeed()),
    who: "the nkey of Secret 'nats'",
  },
  {
    what: 'a credentials file',
    config: jwtUser.serverConfig,
    auth: natsCredentials(secret),
    right: jwtUser.credentials,
    wrong: strangeUser.credentials,
    who: "the user of the credentials in Secret 'nats'",
  },
])('$what', ({ config, auth, right, wrong, who }) => {
  it('connects; a wrong one is refused, and so is none', async () => {
    await using server = await startNatsServer({ config });
    await using connection = await connectJetStream(
      toSpec(server.url, { auth }),
      createBusContext({ 'nats/it': `${right}\n` }),
    );
    expect(connection).toMatchObject({ connected: true, user: who });
    await expect(
      connectJetStream(toSpec(server.url, { auth }), createBusContext({ 'nats/it': wrong })),
    ).rejects.toStrictEqual(
      new BusRefusedError(
        `the servers refused ${who}: authorization violation; compare 'auth' and its Secret with their users`,
      ),
    );
    await expect(connectJetStream(toSpec(server.url), createBusContext())).rejects.toThrow(
      'the servers refused a client without a credential: authorization violation',
    );
  });
});

it.each([
  ['an nkey', natsNkey(secret), "key 'it' of Secret 'nats' does not hold an nkey's seed: SU..."],
  [
    'a credentials file',
    natsCredentials(secret),
    "key 'it' of Secret 'nats' does not hold a credentials file: a user's JWT and its seed",
  ],
])('%s that is none is refused', async (_, auth, message) => {
  await using server = await startNatsServer();
  const context = createBusContext({ 'nats/it': 'garbage' });
  await expect(connectJetStream(toSpec(server.url, { auth }), context)).rejects.toStrictEqual(
    new BusRefusedError(message),
  );
});

it('a secret that is not there yet is waited for', async () => {
  await using server = await startNatsServer({ config: 'authorization { token: s3cret }' });
  const context = createBusContext();
  const connecting = connectJetStream(toSpec(server.url, { auth: natsToken(secret) }), context);
  await context.logged('is missing');
  context.values.set('nats/it', 's3cret');
  await using _ = await connecting;
  expect(context.lines).toStrictEqual(["waiting for the event bus: key 'it' of Secret 'nats' is missing"]);
});
