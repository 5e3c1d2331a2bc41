import { sleep } from '../../../support/clock.ts';
import type { StoreName } from '../../contract.ts';
import { BusUnavailableError } from '../../error.ts';
import type { JetStreamConnection } from '../connection.ts';
import { countCopies, readStream } from './stream-state.ts';

const patienceMs = 600_000;
const pauseMs = 250;
const tellEveryMs = 5_000;

/** Waits until all copies of a stream follow, and tells now and then how far they are. */
export async function awaitCopies(connection: JetStreamConnection, store: StoreName): Promise<void> {
  const { clock, closed, log } = connection;
  const begun = clock.now();
  let told = begun;
  for (;;) {
    const progress = await readProgress(connection, store);
    if (!progress) return;
    const now = clock.now();
    if (now - begun > patienceMs) throw new BusUnavailableError(`${progress}; apply again once its server is there`);
    if (now - told >= tellEveryMs) {
      told = now;
      log.info(progress);
    }
    await sleep(clock, pauseMs, closed);
  }
}

/** What the copies lack; absent where they lack nothing. */
async function readProgress(connection: JetStreamConnection, store: StoreName): Promise<string | undefined> {
  try {
    const info = await readStream(connection, store);
    if (!info) return undefined;
    const { config, cluster } = info;
    if (countCopies(info) >= config.num_replicas) return undefined;
    const behind = cluster?.replicas?.filter(({ current }) => !current);
    const lags = behind?.map(({ name, lag, offline }) => `${name} ${offline ? 'is away' : `is ${lag ?? 0} behind`}`);
    return `${config.name}: ${countCopies(info)} of ${config.num_replicas} copies follow${lags?.length ? ` (${lags.join(', ')})` : ''}`;
  } catch (error) {
    // the leader moves while members change
    if (error instanceof BusUnavailableError) return error.message;
    throw error;
  }
}
