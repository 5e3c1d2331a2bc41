import { startHttpServer } from '../event-source/http-server.ts';
import { noLog } from '../support/log.ts';
import type { Readiness } from './health.ts';
import { addOperations } from './operations.ts';

const metrics = { contentType: 'text/plain; version=0.0.4', text: async () => 'a_total 1\n' };

async function ask(path: string, readiness: Readiness = { ready: true, reasons: [] }) {
  await using server = await startHttpServer({ port: 0, host: '127.0.0.1', log: noLog });
  addOperations(server, { readiness: () => readiness, metrics });
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { connection: 'close' } });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

it('/livez answers while the event loop turns', async () => {
  expect(await ask('/livez')).toMatchObject({ status: 200, text: '{"live":true}' });
});

it('/readyz answers 503 with the reasons while the worker is not ready', async () => {
  expect(await ask('/readyz', { ready: false, reasons: ['ci/github does not listen'] })).toMatchObject({
    status: 503,
    text: '{"ready":false,"reasons":["ci/github does not listen"]}',
  });
});

it('/readyz answers 200 once it is', async () => {
  expect(await ask('/readyz?verbose')).toMatchObject({ status: 200 });
});

it("/metrics speaks Prometheus' text format", async () => {
  expect(await ask('/metrics')).toStrictEqual({ status: 200, type: metrics.contentType, text: 'a_total 1\n' });
});
