/** The oldest servers whose streams and consumers can do what publishing and reading need. */
const oldest = '2.10.0';
/** Before it, a cluster checks the sequence that an append expects without its replicas. */
const oldestForJournals = '2.11.0';

/** Why servers of this version cannot be used, if so. */
export function whyTooOld(version: string): string | undefined {
  if (!isOlder(version, oldest)) return undefined;
  return `the servers run NATS ${version}; the bus needs ${oldest} or later, upgrade them`;
}

/** Why journals on so many replicas cannot be used with servers of this version, if so. */
export function whyNoJournals(version: string, replicas: number): string | undefined {
  if (replicas === 1 || !isOlder(version, oldestForJournals)) return undefined;
  return `the servers run NATS ${version}; journals on ${replicas} replicas need ${oldestForJournals} or later, upgrade them`;
}

function isOlder(version: string, than: string): boolean {
  const [have, need] = [version, than].map((text) => text.split(/[-.+]/, 3).map((part) => Number.parseInt(part, 10)));
  for (const [n, least] of (need ?? []).entries()) {
    const part = have?.[n] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
