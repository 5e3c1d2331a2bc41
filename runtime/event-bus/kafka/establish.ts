import type { Admin } from '@platformatic/kafka';
import type { KafkaEventBusSpec } from '../../../model/event-bus/kafka.ts';
import { sleep } from '../../support/clock.ts';
import { createNotice } from '../../support/notice.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { EventBusContext } from '../contract.ts';
import { BusRefusedError } from '../error.ts';
import type { Credentials } from './credentials.ts';
import { describeConnecting } from './describe-connecting.ts';

/** The brokers of a bus, and what a client shows them. */
export interface Target {
  readonly spec: KafkaEventBusSpec;
  readonly context: EventBusContext;
  readonly admin: Admin;
  readonly credentials: Credentials;
}

const againAfterMs = 500;

/**
 * Connects for the first time, and tells the cluster's id; tries for ever, until the context's signal aborts. Rejects with
 * a `BusRefusedError` where waiting does not help.
 */
export async function establish(target: Target): Promise<string> {
  const { clock, log, signal = new AbortController().signal } = target.context;
  const notice = createNotice(clock, (reason) => log.warn('waiting for the event bus', { reason }));
  try {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await orAborted(connectOnce(target), signal);
      } catch (error) {
        if (signal.aborted || error instanceof BusRefusedError) throw error;
        notice((error as Error).message);
      }
      await sleep(clock, againAfterMs, signal);
    }
  } catch (error) {
    await target.admin.close();
    throw error;
  }
}

async function connectOnce({ spec, admin, credentials }: Target): Promise<string> {
  await credentials.refresh();
  const seen: Error[] = [];
  // what a socket says last is not in the error of the request that it ends
  const watch = ({ connection }: { connection?: { on(event: 'error', listener: (error: Error) => void): void } }) =>
    connection?.on('error', (error) => seen.push(error));
  admin.on('client:broker:connect', watch);
  try {
    return (await admin.metadata({ topics: [], forceUpdate: true })).id;
  } catch (error) {
    throw describeConnecting(new AggregateError([error, ...seen]), { brokers: spec.brokers, user: credentials.user });
  } finally {
    admin.removeListener('client:broker:connect', watch);
  }
}
