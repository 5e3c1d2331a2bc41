import { type Clock, systemClock } from '../../support/clock.ts';
import type { BusAdmin, EventBus } from '../contract.ts';
import type { MemoryClientOptions } from './connect-memory.ts';
import { createBus } from './create-bus.ts';
import { Link } from './socket/link.ts';
import { createSocketPort } from './socket/socket-port.ts';

export interface MemorySocketOptions extends MemoryClientOptions {
  readonly clock?: Clock;
  /** Ends the wait for the first connection. */
  readonly signal?: AbortSignal;
}

/**
 * A connection to a store that another process serves; waits until it is there, for ever. A connection that breaks is
 * made anew by itself: meanwhile writes reject with a `BusUnavailableError`, and readers wait and go on where they were.
 */
export async function connectMemorySocket(socketPath: string, options: MemorySocketOptions = {}): Promise<EventBus> {
  const { link, promises } = await connect(socketPath, options);
  return createBus(createSocketPort(link, promises));
}

/** What the keeper does at a store that another process serves. */
export async function connectMemorySocketAdmin(
  socketPath: string,
  options: MemorySocketOptions = {},
): Promise<BusAdmin> {
  const { link } = await connect(socketPath, options);
  return {
    apply: async (plan) => (await link.call('apply', plan)).header,
    inspect: async () => (await link.call('inspect', null)).header,
    pending: async (after, addresses) => (await link.call('pending', { after, addresses })).header,
    async trim(target, before) {
      await link.call('trim', { target, before });
    },
    async remove(target) {
      await link.call('remove', target);
    },
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

async function connect(path: string, { client, clock = systemClock, signal }: MemorySocketOptions) {
  const link = new Link({ path, client, clock });
  try {
    return { link, promises: await link.up(signal ?? new AbortController().signal) };
  } catch (error) {
    await link[Symbol.asyncDispose]();
    throw error;
  }
}
