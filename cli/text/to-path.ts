import type { EventAddress } from '../../model/event/address.ts';

/** `ci/github/push` */
export function toPath({ namespace, eventSource, event }: EventAddress): string {
  return `${namespace}/${eventSource}/${event}`;
}
