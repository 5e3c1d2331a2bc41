import { startMemoryBus } from '../event-bus/memory/testing/memory-bus.ts';
import { describeKeeper } from './scenario/keeper-story.ts';

describeKeeper('a memory bus', startMemoryBus);
