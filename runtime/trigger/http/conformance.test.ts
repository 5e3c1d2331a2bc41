import type { ServerResponse } from 'node:http';
import { describeRemoteTrigger, type RemoteFixture } from '../conformance/trigger.ts';
import { type HttpTarget, type Received, startHttpTarget } from '../testing/http-target.ts';
import { openHttp } from './testing/open-http.ts';

type Failure = (response: ServerResponse, received: Received) => void;

const echo = ({ headers, path }: Received) => `${JSON.stringify(headers)} ${path} ${headers.authorization}`;
const status =
  (code: number): Failure =>
  (response, received) =>
    response.writeHead(code).end(echo(received));

const failures: Readonly<Record<string, readonly [expected: 'retry' | 'failed', failure: Failure]>> = {
  'an error of its own': ['retry', status(500)],
  'too many requests': ['retry', status(429)],
  'a refusal': ['failed', status(400)],
  'a refusal of the credentials': ['failed', status(401)],
  'a status that is no success': ['failed', status(304)],
  'a connection that it breaks off': ['retry', (response) => response.socket?.resetAndDestroy()],
  'a connection that it closes': ['retry', (response) => response.socket?.end()],
  'an answer that ends within its headers': ['retry', (response) => response.socket?.end('HTTP/1.1 200 OK\r\nx-a:')],
  'an answer that is not HTTP': ['retry', (response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n')],
};

describeRemoteTrigger('http', {
  failures: Object.fromEntries(Object.entries(failures).map(([how, [expected]]) => [how, expected])),
  start: async () => {
    const target = await startHttpTarget();
    const secret = 'hunter2/"quoted" + more';
    const token = { name: 'target', key: 'token' };
    const trigger = await openHttp({ url: target.origin, bearer: token }, { secrets: { 'target/token': secret } });
    return fixture(target, trigger, secret);
  },
});

function fixture(target: HttpTarget, trigger: RemoteFixture['trigger'], secret: string): RemoteFixture {
  const works = target.answer;
  return {
    trigger,
    template: { body: { sha: '61137' } },
    secret,
    executions: () => target.received.map(({ headers }) => String(headers['idempotency-key'])),
    connections: () => target.connections,
    openConnections: () => target.openConnections,
    hang() {
      const { promise, resolve } = Promise.withResolvers<void>();
      target.answer = () => resolve();
      return { arrived: promise };
    },
    fail(how) {
      target.answer = (how === undefined ? undefined : failures[how]?.[1]) ?? works;
    },
    async [Symbol.asyncDispose]() {
      await trigger[Symbol.asyncDispose]();
      await target[Symbol.asyncDispose]();
    },
  };
}
