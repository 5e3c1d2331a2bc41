import { cp, rm } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { until } from '../../support/testing/until.ts';
import { event, ids, isAtEnd, isStored, publishAll, pushed, readAll, startLog } from '../conformance/log.ts';
import { PositionLostError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream } from './connection.ts';
import { jetStreamDriver } from './driver.ts';
import { applyStreams } from './testing/apply-streams.ts';
import { toSpec } from './testing/bus-spec.ts';
import { type NatsServer, startNatsServer } from './testing/nats-server.ts';

jest.setTimeout(60_000);

const connect = ({ url }: NatsServer) => jetStreamDriver.connect(toSpec(url), createBusContext());

async function deleteEvents({ url }: NatsServer): Promise<void> {
  await using connection = await connectJetStream(toSpec(url), createBusContext());
  await connection.request('STREAM.DELETE.ew-events');
}

test('who reads a stream that is deleted and made anew learns that its position is lost, and reads the new one', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  await using bus = await connect(server);
  await publishAll(bus, ['1', '2']);
  await using log = startLog(bus, await bus.resolve('beginning', [pushed]));
  await log.next(isAtEnd);
  const before = await readAll(bus);
  await deleteEvents(server);
  await applyStreams(server.url);
  await expect(log.ended).rejects.toThrow(PositionLostError);
  await publishAll(bus, ['3']);
  const after = await readAll(bus);
  expect(ids(after)).toStrictEqual(['3']);
  const offsets = (stored: typeof after) => stored.map(({ offset }) => offset);
  expect(offsets(before)).not.toContain(offsets(after)[0]);
});

test('a reader waits for a stream that is missing', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  await using bus = await connect(server);
  await using log = startLog(bus, await bus.resolve('beginning', [pushed]));
  await log.next(isAtEnd);
  await deleteEvents(server);
  await expect(bus.resolve('beginning', [pushed])).rejects.toMatchObject({
    code: 'busUnavailable',
    message: 'stream ew-events is missing; run: eventwright bus apply',
  });
  await applyStreams(server.url);
  await expect(log.ended).rejects.toThrow(PositionLostError);
});

test('a reader whose position was cut off with the end of its stream learns that it is lost', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  await using bus = await connect(server);
  await publishAll(bus, ['1', '2']);
  await server.stop();
  await cp(server.store, `${server.store}.old`, { recursive: true });
  await server.start();
  await until(async () => (await bus.health()).ready, 20);
  await publishAll(bus, ['3', '4', '5']);
  await using log = startLog(bus, await bus.resolve('beginning', [pushed]));
  await log.next((next) => isStored(next) && next.event.id === '5');
  await server.stop();
  await rm(server.store, { recursive: true });
  await cp(`${server.store}.old`, server.store, { recursive: true });
  await server.start();
  await expect(log.ended).rejects.toThrow(PositionLostError);
  expect(ids(await readAll(bus))).toStrictEqual(['1', '2']);
});

test('what is no CloudEvent is passed over, with a line that names it', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  const context = createBusContext();
  await using bus = await jetStreamDriver.connect(toSpec(server.url), context);
  await using foreign = await connectJetStream(toSpec(server.url), createBusContext());
  await foreign.nats.request('ew.e.shop.git.push.0', 'hello');
  await bus.publish(pushed, event('1'));
  expect(ids(await readAll(bus))).toStrictEqual(['1']);
  expect(context.lines).toStrictEqual(['a message on the bus is no CloudEvent; it is passed over']);
});
