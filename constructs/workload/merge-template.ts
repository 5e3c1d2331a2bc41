type Fields = Readonly<Record<string, unknown>>;

interface KeyedList {
  readonly toKey: (entry: Fields) => unknown;
  readonly merge?: true;
}

const toName = ({ name }: Fields) => name;

/** The lists whose entries Kubernetes tells apart, by what, and whether two of one key become one or the later stays. */
const lists: Readonly<Record<string, KeyedList>> = {
  containers: { toKey: toName, merge: true },
  initContainers: { toKey: toName, merge: true },
  volumes: { toKey: toName },
  env: { toKey: toName },
  volumeMounts: { toKey: ({ mountPath }) => mountPath },
  ports: { toKey: ({ containerPort, protocol = 'TCP' }) => `${containerPort}/${protocol}` },
};

/**
 * A part of a pod template with `patch` merged in: objects key by key, containers by name, the entries of other lists
 * with a key take the place of those with the same one, everything else is replaced. `null` takes a field out.
 */
export function mergeTemplate<T extends object>(base: T, patch: object): T {
  const merged: Record<string, unknown> = { ...(base as Fields) };
  for (const [field, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete merged[field];
    else merged[field] = mergeField(field, merged[field], value);
  }
  return merged as T;
}

function mergeField(field: string, base: unknown, patch: unknown): unknown {
  const list = lists[field];
  if (list && Array.isArray(base) && Array.isArray(patch)) return mergeList(base, patch, list);
  return isFields(base) && isFields(patch) ? mergeTemplate(base, patch) : patch;
}

function mergeList(base: readonly Fields[], patch: readonly Fields[], { toKey, merge }: KeyedList): Fields[] {
  const merged = new Map(base.map((entry) => [toKey(entry), entry]));
  for (const entry of patch) {
    const key = toKey(entry);
    const known = merge && merged.get(key);
    merged.set(key, known ? mergeTemplate(known, entry) : entry);
  }
  return [...merged.values()];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
