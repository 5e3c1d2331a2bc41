import type { ServerResponse } from 'node:http';
import { startArgoWorkflows } from '../../../test/cluster/argo-workflows.ts';
import type { ControlPlane } from '../../../test/cluster/control-plane.ts';
import { describeRemoteTrigger, type RemoteFixture } from '../conformance/trigger.ts';
import type { Outcome } from '../contract.ts';
import { type ApiProxy, startApiProxy } from '../kubernetes/testing/api-proxy.ts';
import type { Received } from '../testing/http-target.ts';
import { openArgoWorkflow } from './testing/open-argo-workflow.ts';

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
  'a token that it does not know': ['retry', status(401, 'Unauthorized')],
  'a missing right': ['failed', status(403, 'Forbidden')],
  'a workflow that is invalid': ['failed', status(422, 'Invalid')],
  'no Argo Workflows': ['retry', status(404, 'NotFound')],
};

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startArgoWorkflows({ controller: false });
}, 60_000);
afterAll(() => cluster[Symbol.asyncDispose]());

describeRemoteTrigger('argo-workflow', {
  failures: Object.fromEntries(Object.entries(failures).map(([how, [expected]]) => [how, expected])),
  start: async () => {
    const proxy = await startApiProxy(cluster);
    const namespace = await cluster.createNamespace();
    const access = { server: proxy.origin, namespace, token: cluster.adminToken };
    const spec = { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] };
    const options = { operation: 'submit', from: { kind: 'Workflow', spec } };
    return fixture(proxy, await openArgoWorkflow(access, options), cluster.adminToken);
  },
});

function fixture(proxy: ApiProxy, trigger: RemoteFixture['trigger'], secret: string): RemoteFixture {
  return {
    trigger,
    template: { labels: { app: 'shop' } },
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
