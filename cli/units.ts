const steps = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const;

/** Bytes as somebody reads them: `1.5Gi`; `unlimited` where there is no end to them. */
export function toQuantity(bytes: number): string {
  if (bytes === Number.POSITIVE_INFINITY) return 'unlimited';
  const step = Math.min(steps.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const amount = bytes / 1024 ** step;
  return `${amount >= 10 || Number.isInteger(amount) ? Math.round(amount) : amount.toFixed(1)}${steps[step]}`;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** A length of time as somebody reads it: `3h`. */
export function toAge(ms: number): string {
  const [unit, unitMs] = units.find(([, size]) => ms >= size) ?? (['s', 1000] as const);
  return `${Math.floor(Math.max(0, ms) / unitMs)}${unit}`;
}

const latest = 8_640_000_000_000_000;

/** A moment as programs read it, exactly: `2026-01-01T12:00:00.000Z`. One that no date can say is the nearest that one can. */
export function toTimestamp(at: number): string {
  return new Date(Math.min(Math.max(at, -latest), latest)).toISOString();
}

/** A moment as people read it: `2026-01-01T12:00:00Z`. */
export function toTime(at: number): string {
  return toTimestamp(at).replace(/\.\d+Z$/, 'Z');
}
