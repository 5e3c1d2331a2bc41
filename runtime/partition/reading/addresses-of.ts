import { type EventAddress, toSubject } from '../../../model/event/address.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';

/** All that triggers depend on, each address once. */
export function addressesOf(triggers: readonly Pick<CompiledTrigger, 'addresses'>[]): readonly EventAddress[] {
  const all = triggers.flatMap(({ addresses }) => addresses);
  return [...new Map(all.map((address) => [toSubject(address), address])).values()];
}
