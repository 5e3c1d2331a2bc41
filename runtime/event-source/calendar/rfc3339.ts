/** A time as RFC 3339 in UTC, with milliseconds only where it has some: `2026-03-29T01:00:00Z`. */
export function toRfc3339(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
