// A publisher as a process: `publisher-process.ts <socket>`. Publishes one event after another, and tells its parent
// which the bus has stored.

import { setTimeout as pause } from 'node:timers/promises';
import { event, pushed } from '../../conformance/log.ts';
import { connectMemorySocket } from '../connect-memory-socket.ts';

const bus = await connectMemorySocket(process.argv[2] as string);
process.on('disconnect', () => process.exit());
for (let index = 0; ; index++) {
  await bus.publish(pushed, event(`${index}`));
  process.send?.(`${index}`);
  await pause(1);
}
