import { type Duration, toMs } from '../../model/duration.ts';

/** As NATS and Prometheus write it: neither days nor fractions. */
export function toGoDuration(duration: Duration): string {
  const ms = toMs(duration);
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${Math.max(1, Math.round(ms))}ms`;
}
