import type { Admin } from '@platformatic/kafka';
import type { KafkaEventBusSpec } from '../../../model/event-bus/kafka.ts';
import { sleep } from '../../support/clock.ts';
import { createNotice } from '../../support/notice.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { EventBusContext } from '../contract.ts';
import { BusRefusedError } from '../error.ts';
import type { Credentials } from './credentials.ts';
import { describeConnecting } from './describe-connecting.ts';
import { readLevel, whyNotWithin } from './version.ts';

/** The brokers of a bus, and what a client shows them. */
export interface Target {
  readonly spec: KafkaEventBusSpec;
  readonly context: EventBusContext;
  readonly admin: Admin;
  readonly credentials: Credentials;
  /** What its sockets have said at their end. */
  readonly heard: Error[];
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

async function connectOnce({ spec, admin, credentials, heard }: Target): Promise<string> {
  await credentials.refresh();
  heard.length = 0;
  try {
    const { id } = await admin.metadata({ topics: [], forceUpdate: true });
    const wrong = whyNotWithin(await readLevel(admin), spec.versions);
    if (wrong) throw new BusRefusedError(`${spec.brokers.join(', ')}: ${wrong}`);
    return id;
  } catch (error) {
    // what a socket says last may come a moment later
    await new Promise(setImmediate);
    throw describeConnecting(new AggregateError([error, ...heard]), {
      brokers: spec.brokers,
      user: credentials.user,
      byToken: spec.sasl?.mechanism === 'OAUTHBEARER',
    });
  }
}
