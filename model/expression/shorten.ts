const longest = { text: 200, items: 5, depth: 3 } as const;

/** A value as JSON for people: long texts, long lists and deep nests are cut, with `…` where something is left out. */
export function shorten(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > longest.text ? `${value.slice(0, longest.text)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= longest.depth) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, longest.items).map((item) => shorten(item, depth + 1));
    return value.length > longest.items ? [...items, `… ${value.length - longest.items} more`] : items;
  }
  const keys = Object.keys(value);
  const shown = keys.slice(0, longest.items * 2);
  const entries = shown.map((key) => [key, shorten((value as Record<string, unknown>)[key], depth + 1)]);
  if (keys.length > shown.length) entries.push(['…', `${keys.length - shown.length} more`]);
  return Object.fromEntries(entries);
}
