import type { MemoryEventBusSpec } from '../../model/event-bus/event-bus.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import type { OperatedEventBus } from './operated-event-bus.ts';

export const memory: OperatedEventBus<MemoryEventBusSpec> = {
  whereIs: ({ socket }) => socket ?? 'it',
  withServer({ name }) {
    throw usageError(`--server: event bus ${name} is in memory, and has no server; take it out`);
  },
  asOperator: (spec) => spec,
  isShared: ({ socket }) => socket !== undefined,
  toUsers({ name }) {
    throw new CommandError(`event bus ${name} is in memory, and knows no users`);
  },
};
