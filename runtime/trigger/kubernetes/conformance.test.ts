import type { ServerResponse } from 'node:http';
import { type ControlPlane, startControlPlane } from '../../../test/cluster/control-plane.ts';
import { describeRemoteTrigger, type RemoteFixture } from '../conformance/trigger.ts';
import type { Outcome } from '../contract.ts';
import type { Received } from '../testing/http-target.ts';
import { type ApiProxy, startApiProxy } from './testing/api-proxy.ts';
import { fixed, openKubernetes } from './testing/open-kubernetes.ts';

type Failure = (response: ServerResponse, received: Received) => void;

const status =
  (code: number, reason: string): Failure =>
  (response, { headers }) =>
    response
      .writeHead(code)
      .end(JSON.stringify({ kind: 'Status', reason, message: `you are ${headers.authorization}` }));

const failures: Readonly<Record<string, readonly [Outcome['kind'], Failure]>> = {
  'too many requests': ['busy', status(429, 'TooManyRequests')],
  'an error of its own': ['retry', status(500, 'InternalError')],
  'nothing behind its gateway': ['busy', status(503, 'ServiceUnavailable')],
  'a connection that it breaks off': ['busy', (response) => response.socket?.resetAndDestroy()],
  'an answer that is not HTTP': ['busy', (response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n')],
  'a token that it does not know': ['retry', status(401, 'Unauthorized')],
  'a conflict': ['retry', status(409, 'Conflict')],
  'a missing right': ['failed', status(403, 'Forbidden')],
  'an object that is invalid': ['failed', status(422, 'Invalid')],
};

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster[Symbol.asyncDispose]());

describeRemoteTrigger('kubernetes', {
  failures: Object.fromEntries(Object.entries(failures).map(([how, [expected]]) => [how, expected])),
  start: async () => {
    const proxy = await startApiProxy(cluster);
    const namespace = await cluster.createNamespace();
    const access = { server: proxy.origin, namespace, tls: {}, token: fixed(cluster.adminToken) };
    return fixture(proxy, await openKubernetes(access, { operation: 'create' }), cluster.adminToken);
  },
});

function fixture(proxy: ApiProxy, trigger: RemoteFixture['trigger'], secret: string): RemoteFixture {
  return {
    trigger,
    template: { data: { sha: '61137' } },
    secret,
    executions: () =>
      proxy.received
        .filter(({ method }) => method === 'POST')
        .map(({ body }) => JSON.parse(body).metadata.annotations['eventwright.dev/execution']),
    connections: () => proxy.connections,
    openConnections: () => proxy.openConnections,
    hang() {
      const { promise, resolve } = Promise.withResolvers<void>();
      proxy.answer = () => resolve();
      return { arrived: promise };
    },
    fail(how) {
      proxy.answer = (how === undefined ? undefined : failures[how]?.[1]) ?? proxy.forward;
    },
    async [Symbol.asyncDispose]() {
      await trigger[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}
