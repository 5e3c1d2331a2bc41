import { jest } from '@jest/globals';
import { describeKeeper } from './scenario/keeper-story.ts';
import { startKafkaFixtures } from './testing/kafka-fixtures.ts';
import { declare, KeeperWorld, trigger } from './testing/keeper-world.ts';

jest.setTimeout(120_000);

const fixtures = startKafkaFixtures();
afterAll(() => fixtures[Symbol.asyncDispose]());
describeKeeper('Kafka', () => fixtures.take());

it('what a trigger needs of a source is kept that is newer than its place', async () => {
  await using fixture = await fixtures.take();
  await using world = new KeeperWorld({ bus: await fixture.connect(), admin: await fixture.connectAdmin() });
  const [address] = trigger('slow').addresses;
  if (!address) throw new Error('it depends on nothing');
  const newer = { ...address, eventSource: 'newer' };
  const declared = declare(
    { ...trigger('slow'), addresses: [address, newer] },
    { ...trigger('a'), addresses: [newer] },
  );
  const place = await world.end();
  await fixture.addSource('newer');
  await world.publish(5, newer);
  await world.publish(3);
  await world.store({ 'lane/ci/slow/slow': { position: place }, 'lane/ci/a/a': { position: await world.end() } });
  await world.clock.advance(3_600_000);
  await world.round(declared, { history: '1m' });
  expect((await world.admin.inspect()).logs.event.messages).toBe(8);
  await world.store({ 'lane/ci/slow/slow': { position: await world.end() } });
  await world.round(declared, { history: '1m' });
  expect((await world.admin.inspect()).logs.event.messages).toBe(0);
});
