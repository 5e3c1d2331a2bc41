import type { EventBus, LogProgress, LogRange, Stored } from './contract.ts';
import { BusUnavailableError } from './error.ts';

/**
 * What a log holds behind a position, up to where it ends now. Rejects with the signal's reason, or with a
 * `BusUnavailableError` where the connection is disposed before: what was read then is not all.
 */
export async function* readToEnd(
  bus: Pick<EventBus, 'log'>,
  range: LogRange,
): AsyncGenerator<Stored | LogProgress, void> {
  for await (const item of bus.log(range)) {
    yield item;
    if ('upTo' in item && item.atEnd) return;
  }
  range.signal.throwIfAborted();
  throw new BusUnavailableError('the connection was closed while a log was read');
}
