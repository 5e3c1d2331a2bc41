import { until } from '../../../support/testing/until.ts';
import type { Watch } from '../watch.ts';

/** Waits until a connection is up, or down. */
export async function turned(watch: Watch, state: 'up' | 'down'): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (watch.connected === (state === 'up')) resolve();
  };
  using _ = watch.onChange(look);
  look();
  await promise;
}

/** Waits until this is what is wrong with a connection. */
export async function troubled(watch: Watch, trouble: string): Promise<void> {
  await until(() => watch.trouble === trouble);
}
