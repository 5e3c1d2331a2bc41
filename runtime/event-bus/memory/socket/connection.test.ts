import { createServer } from 'node:net';
import { ManualClock } from '../../../support/testing/manual-clock.ts';
import { BusUnavailableError } from '../../error.ts';
import { temporarySocket } from '../testing/temporary-socket.ts';
import { Connection } from './connection.ts';

test('a store that has been silent for less than 5 s is given up, and calls in flight reject', async () => {
  await using socket = await temporarySocket();
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(socket.path, resolve));
  const clock = new ManualClock();
  using connection = new Connection(socket.path, clock);
  const rejected = expect(connection.call('health', null)).rejects.toThrow(BusUnavailableError);
  await clock.advance(5_000);
  await rejected;
  await connection.ended;
  silent.close();
});

test('a call on a connection that has ended rejects', async () => {
  await using socket = await temporarySocket();
  using connection = new Connection(socket.path, new ManualClock());
  await connection.ended;
  await expect(connection.call('health', null)).rejects.toThrow(BusUnavailableError);
});
