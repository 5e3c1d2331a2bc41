import { createLog } from '../support/log.ts';
import { createStarting } from './starting.ts';

it('a process that starts says what it waits for, as soon as that is known', () => {
  const lines: string[] = [];
  const { log, readiness } = createStarting(
    'worker',
    createLog((line) => lines.push(JSON.parse(line).message)),
  );
  expect(readiness()).toStrictEqual({ ready: false, reasons: ['the worker is starting'] });
  log.warn('waiting for the event bus', { reason: 'nats://nats:4222 is away' });
  expect(readiness()).toStrictEqual({
    ready: false,
    reasons: ['the worker waits for the event bus: nats://nats:4222 is away'],
  });
  expect(lines).toStrictEqual(['waiting for the event bus']);
});
