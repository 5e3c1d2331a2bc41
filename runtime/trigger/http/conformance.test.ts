import { describeRemoteTrigger } from '../conformance/trigger.ts';
import { type HttpTarget, type Received, startHttpTarget } from '../testing/http-target.ts';
import { type Failures, onTarget } from '../testing/on-target.ts';
import { openHttp } from './testing/open-http.ts';

const echo = ({ headers, path }: Received) => `${JSON.stringify(headers)} ${path} ${headers.authorization}`;
const status =
  (code: number): HttpTarget['answer'] =>
  (response, received) =>
    response.writeHead(code).end(echo(received));

const failures: Failures = {
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

async function open() {
  const target = await startHttpTarget();
  const secret = 'hunter2/"quoted" + more';
  const token = { name: 'target', key: 'token' };
  const trigger = await openHttp({ url: target.origin, bearer: token }, { secrets: { 'target/token': secret } });
  const executions = () => target.received.map(({ headers }) => String(headers['idempotency-key']));
  return { target, trigger, secret, template: { body: { sha: '61137' } }, executions };
}

describeRemoteTrigger('http', onTarget(failures, open));
