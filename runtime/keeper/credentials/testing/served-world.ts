import { tmpdir } from 'node:os';
import { relative } from 'node:path';
import type { BusClient } from '../../../../model/event-bus/bus-client.ts';
import type { JetStreamEventBusSpec } from '../../../../model/event-bus/jetstream.ts';
import { natsNkey } from '../../../../model/event-bus/jetstream-auth.ts';
import { issuedKeys, toClientSecret } from '../../../../model/keeper/issued-secrets.ts';
import type { EventBusContext } from '../../../event-bus/contract.ts';
import { startNatsServer } from '../../../event-bus/jetstream/testing/nats-server.ts';
import { systemClock } from '../../../support/clock.ts';
import { noLog } from '../../../support/log.ts';
import { temporaryFiles } from '../../../support/testing/temporary-files.ts';
import { issuingWorld } from './issuing-world.ts';

const mounted = ['auth.conf', 'tls.crt', 'tls.key', 'ca.crt'] as const;
type Client = Omit<BusClient, 'replica'>;

/** A real server that runs on what a keeper has made, and clients that have it mounted. */
export async function servedWorld() {
  await using stack = new AsyncDisposableStack();
  const servers: string[] = [];
  const world = issuingWorld({ bus: { kind: 'jetstream', name: 'bus', servers }, nowMs: Date.now() });
  world.answer = undefined;
  const keeper = world.start();
  const files = stack.use(temporaryFiles({}));
  const held = new Map<string, string>();
  const mount = () => {
    for (const file of mounted) {
      const secret = file === 'auth.conf' ? 'ops/bus-nats-users' : 'ops/bus-nats-tls';
      files.write(file, world.kubernetes.read(secret, file) ?? '');
    }
    for (const name of world.kubernetes.secrets.keys())
      for (const key of [issuedKeys.seed, issuedKeys.ca])
        held.set(`${name}/${key}`, world.kubernetes.read(name, key) ?? '');
  };
  await keeper.run();
  mount();
  const path = (file: string) => JSON.stringify(files.path(file));
  const server = stack.use(
    await startNatsServer({
      config: `tls { cert_file: ${path('tls.crt')}, key_file: ${path('tls.key')}, ca_file: ${path('ca.crt')} }
include ${JSON.stringify(relative(`${tmpdir()}/a`, files.path('auth.conf')))}`,
    }),
  );
  servers.push(server.url.replace('nats:', 'tls:'));
  const started = stack.move();

  return {
    ...world,
    world,
    server,
    run: keeper.run,
    /** What a kubelet and a reloader do. */
    reload() {
      mount();
      server.signal('SIGHUP');
    },
    toSpec: (client: Client): JetStreamEventBusSpec => {
      const name = toClientSecret(client);
      const auth = natsNkey({ name, key: issuedKeys.seed });
      return { kind: 'jetstream', name: 'bus', servers, auth, tls: { ca: { name, key: issuedKeys.ca } } };
    },
    toContext: (client: Client): EventBusContext => ({
      clock: systemClock,
      log: noLog,
      client: { ...client, replica: '0' },
      secrets: { read: async ({ name, key }) => held.get(`${client.namespace}/${name}/${key}`) ?? '' },
    }),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
