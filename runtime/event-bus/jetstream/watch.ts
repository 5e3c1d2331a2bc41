import { errors, type NatsConnection, type PermissionViolationError } from '@nats-io/nats-core';
import { sleep } from '../../support/clock.ts';
import { describe } from '../../support/describe.ts';
import { createNotice } from '../../support/notice.ts';
import { breakOff } from './break-off.ts';
import { isRefusal, prepare, type Target, toRefusal } from './establish.ts';
import { whyTooOld } from './version.ts';

/** How a connection is, and what becomes of it. */
export interface Watch {
  readonly connected: boolean;
  /** Why it cannot be used, where it cannot. */
  readonly trouble: string | undefined;
  /** Counts connections: it changes whenever one was made anew. */
  readonly generation: number;
  /** Calls back, synchronously, whenever the connection was lost or made anew; disposing ends that. */
  onChange(listener: () => void): Disposable;
  /** Calls back with each permission that a server says is missing. */
  onRefused(listener: (error: PermissionViolationError) => void): Disposable;
}

const lookEveryMs = 3_000;
const lost = 'the connection to the servers is lost';

/** Ends when `closed` aborts. */
export function watchConnection(nats: NatsConnection, target: Target, closed: AbortSignal): Watch {
  const { clock, log } = target.context;
  const changed = createListeners<void>();
  const refused = createListeners<PermissionViolationError>();
  const notice = createNotice(clock, (reason) => log.warn('the event bus is away', { reason }));
  const noticeRefusal = createNotice(clock, (reason) => log.warn('the event bus refuses', { reason }));
  let connected = true;
  let generation = 0;
  let trouble: string | undefined;
  void follow();

  return {
    get connected() {
      return connected;
    },
    get trouble() {
      return trouble;
    },
    get generation() {
      return generation;
    },
    onChange: changed.add,
    onRefused: refused.add,
  };

  async function follow(): Promise<void> {
    for await (const status of nats.status()) {
      if (closed.aborted) return;
      if (status.type === 'disconnect') turn(false);
      else if (status.type === 'reconnect') turn(true);
      else if (status.type === 'staleConnection') breakOff(nats);
      else if (status.type === 'error') hear(status.error);
    }
  }

  /** The SDK tells of a loss for each server that it tries, and then of a connection as often. */
  function turn(now: boolean): void {
    if (now === connected) return;
    connected = now;
    if (connected) {
      generation++;
      trouble = whyTooOld(nats.info?.version ?? '');
      log.info('the event bus is back', trouble === undefined ? {} : { reason: trouble });
    } else {
      trouble = lost;
      log.warn('the event bus is away', { reason: lost });
      void lookAfter(generation);
    }
    changed.call();
  }

  function hear(error: Error): void {
    if (error instanceof errors.PermissionViolationError) {
      refused.call(error);
      noticeRefusal(error.message);
    } else if (!connected && isRefusal(error)) {
      trouble = toRefusal(target.credentials, error).message;
      notice(trouble);
    }
  }

  /** Until it is back: keeps the secrets fresh, which the SDK's own attempts use, and finds out what is wrong. */
  async function lookAfter(of: number): Promise<void> {
    const over = () => closed.aborted || connected || generation !== of;
    while (!over()) {
      try {
        await prepare(target);
      } catch (error) {
        if (over()) return;
        trouble = describe(error);
        notice(trouble);
      }
      await sleep(clock, lookEveryMs, closed).catch(() => {});
    }
  }
}

function createListeners<Told>() {
  const listeners = new Set<(told: Told) => void>();
  return {
    add(listener: (told: Told) => void): Disposable {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    call(told: Told): void {
      for (const listener of [...listeners]) listener(told);
    },
  };
}
