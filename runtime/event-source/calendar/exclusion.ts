const oneDay = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a time is one of these instants (RFC 3339), or on one of these days (`2026-12-24`) as the zone counts them. */
export function toExclusion(exclusions: readonly string[], timeZone: string): (time: number) => boolean {
  const days = new Set(exclusions.filter((text) => oneDay.test(text)));
  const instants = new Set(exclusions.filter((text) => !oneDay.test(text)).map((text) => Date.parse(text)));
  // Sweden writes dates as ISO 8601 does.
  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return (time) => instants.has(time) || (days.size > 0 && days.has(calendar.format(time)));
}
