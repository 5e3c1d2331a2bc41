import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { until } from '../../support/testing/until.ts';
import { type HttpTarget, startHttpTarget } from '../testing/http-target.ts';
import { openHttp } from './testing/open-http.ts';

const kibibyte = 'x'.repeat(1024);

function answerWith(target: HttpTarget, status: number, kibibytes: number): void {
  target.answer = (response) => response.writeHead(status).end(kibibyte.repeat(kibibytes));
}

describe('the body of an answer', () => {
  it.each([200, 500])('is consumed after a %i, so that connections are reused', async (status) => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    answerWith(target, status, 100);
    for (let i = 0; i < 20; i++) await trigger.send();
    expect(target.received).toHaveLength(20);
    expect(target.connections).toBeLessThanOrEqual(2);
  });

  it('is quoted up to 1 KiB', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    answerWith(target, 400, 3);
    expect(await trigger.send()).toStrictEqual({
      kind: 'failed',
      reason: `127.0.0.1:${target.port} answered 400: ${kibibyte}`,
    });
  });

  it('that has no end costs its connection, and the status counts', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    target.answer = (response) => {
      response.writeHead(200);
      const write = () => {
        while (response.writable && response.write(kibibyte));
        response.once('drain', write);
      };
      write();
    };
    expect(await trigger.send()).toStrictEqual({ kind: 'done', detail: 'HTTP 200' });
    await until(() => target.openConnections === 0);
  });

  it.each([
    [200, { kind: 'done', detail: 'HTTP 200' }],
    [503, { kind: 'retry', reason: expect.stringContaining('answered 503: begun') }],
  ])('that breaks off after a %i does not change what the status means', async (status, outcome) => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    target.answer = (response) => {
      response.writeHead(status, { 'content-length': '100' });
      response.write('begun', () => response.socket?.destroy());
    };
    expect(await trigger.send()).toStrictEqual(outcome);
  });

  it('that comes too slowly ends with the signal, and the status counts', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    const controller = new AbortController();
    target.answer = (response) => {
      response.writeHead(200);
      response.write('begun');
    };
    const { promise: statusRead, resolve } = Promise.withResolvers<unknown>();
    subscribe('undici:request:headers', resolve);
    const sending = trigger.send({}, controller.signal);
    await statusRead;
    unsubscribe('undici:request:headers', resolve);
    controller.abort(new Error('timed out'));
    expect(await sending).toStrictEqual({ kind: 'done', detail: 'HTTP 200' });
  });
});

it('500 executions at once do not wait for each other', async () => {
  await using target = await startHttpTarget();
  await using trigger = await openHttp({ url: target.origin });
  const waiting: (() => void)[] = [];
  target.answer = (response) => {
    waiting.push(() => response.writeHead(204).end());
    if (waiting.length === 500) for (const release of waiting) release();
  };
  const outcomes = await Promise.all(Array.from({ length: 500 }, () => trigger.send()));
  expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
});
