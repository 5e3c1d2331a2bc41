import type { JetStreamEventBusSpec } from '../../model/event-bus/jetstream.ts';
import { jetstream } from './jetstream.ts';

const { withServer } = jetstream;

const kept = {
  kind: 'jetstream',
  name: 'main',
  servers: ['tls://nats-0.nats:4222', 'tls://nats-1.nats:4222'],
} as const;
const ca = { name: 'nats-ca', key: 'ca.crt' };

it('through a forwarded port, the certificate is expected to be for the server that the program names', () => {
  const server = 'nats://127.0.0.1:4222';
  const servers = [server];
  expect(withServer(kept, server)).toStrictEqual({ ...kept, servers, tls: { serverName: 'nats-0.nats' } });
  expect(withServer({ ...kept, tls: { ca, serverName: 'nats' } }, server)).toStrictEqual({
    ...kept,
    servers,
    tls: { ca, serverName: 'nats' },
  });
});

it('another host is expected to have a certificate of its own, and servers without TLS none', () => {
  const server = 'nats://nats.example.com:4222';
  const servers = [server];
  expect(withServer({ ...kept, tls: { ca } }, server)).toStrictEqual({ ...kept, servers, tls: { ca } });
  const plain = { ...kept, servers: ['nats://nats:4222'] };
  expect(withServer(plain, 'nats://localhost:4222')).toStrictEqual({ ...kept, servers: ['nats://localhost:4222'] });
});

it('an address that is none is told as a mistake in the arguments', () => {
  expect(() => withServer(kept, 'localhost:4222')).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: "--server: 'localhost:4222' is no server's address; write it like 'nats://nats.messaging:4222'",
    }),
  );
});

it('operators have a Secret of their own where a keeper writes one for each component', () => {
  const spec = (name: string): JetStreamEventBusSpec => ({
    kind: 'jetstream',
    name: 'bus',
    servers: ['tls://bus-nats-0.bus-nats-headless:4222'],
    auth: { method: 'nkey', seed: { name, key: 'nkey.seed' } },
    tls: { ca: { name, key: 'ca.crt' } },
  });
  expect(jetstream.asOperator(spec('hooks-worker-bus'))).toStrictEqual(spec('bus-operator-bus'));
  const own = { ...spec('mine'), auth: { method: 'nkey', seed: { name: 'mine', key: 'seed' } } } as const;
  expect(jetstream.asOperator(own)).toStrictEqual(own);
});
