import type { BusUser, KnownBusUser } from '../../event-bus/contract.ts';

/** A user as the servers know it, and what of it will go: all of it public, in the servers' Secret. */
export interface IssuedUser {
  readonly client: BusUser['client'];
  /** By the verb, what it may do: since when (RFC 3339) it is no longer declared, or null. */
  readonly grants: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly ids: readonly IssuedId[];
}

/** What the servers know one of a client's credentials by. */
export interface IssuedId {
  readonly id: string;
  /** Since when they were to know it, RFC 3339; null where no server can have started without it. */
  readonly since: string | null;
  /** When they are to forget it, where the client has another one by now. */
  readonly until?: string;
}

/** The credentials of a client, by what servers know them by. */
export interface ClientIds {
  /** In its Secret. */
  readonly held: string | undefined;
  /** To be put there. */
  readonly next: string | undefined;
}

export interface KnowUsersOptions {
  /** Absent where the servers have never known anybody. */
  readonly before: readonly IssuedUser[] | undefined;
  readonly wanted: readonly BusUser[];
  /** Absent where a client's Secret could not be read: what was known of it stays. */
  readonly idsOf: (client: BusUser['client']) => ClientIds | undefined;
  /** Whether all of a namespace is declared; elsewhere nothing goes. */
  readonly isComplete: (namespace: string) => boolean;
  readonly nowMs: number;
  readonly overlapMs: number;
  readonly lingerMs: number;
}

type Grants = IssuedUser['grants'];

/**
 * Whom the servers are to know. What is new holds at once; what is no longer declared goes after a while, for who did it
 * may still be at work, as during a rollout. A user that may do nothing is gone.
 */
export function knowUsers(options: KnowUsersOptions): readonly IssuedUser[] {
  const taken = new Set<string>();
  const { before = [], wanted } = options;
  const known = new Map(before.map((user) => [toClientKey(user.client), user]));
  const declared = new Map(wanted.map((user) => [toClientKey(user.client), user]));
  return [...new Set([...declared.keys(), ...known.keys()])].sort().flatMap((key) => {
    const [user, was] = [declared.get(key), known.get(key)];
    const client = user?.client ?? was?.client;
    if (!client) return [];
    const grants = keepGrants(was?.grants ?? {}, user?.grants ?? {}, { ...options, client });
    if (Object.keys(grants).length === 0) return [];
    // servers take no file in which two users have one credential
    const ids = keepIds(was?.ids ?? [], client, options).filter(({ id }) => !taken.has(id));
    for (const { id } of ids) taken.add(id);
    return [{ client, grants, ids }];
  });
}

/** Whose each credential is that the servers know. */
export function toOwners(users: readonly IssuedUser[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { client, ids } of users)
    for (const { id } of ids) if (!owners.has(id)) owners.set(id, toClientKey(client));
  return owners;
}

/** As the servers' file says it. */
export function toKnownBusUser({ client, grants, ids }: IssuedUser): KnownBusUser {
  return {
    client,
    grants: Object.fromEntries(Object.entries(grants).map(([verb, objects]) => [verb, Object.keys(objects)])),
    ids: ids.map(({ id }) => id),
  };
}

export function toClientKey({ component, namespace, name }: BusUser['client']): string {
  return `${component} ${namespace}/${name}`;
}

function keepGrants(
  before: Grants,
  wanted: BusUser['grants'],
  { client, isComplete, nowMs, lingerMs }: KnowUsersOptions & Pick<BusUser, 'client'>,
): Grants {
  const complete = isComplete(client.namespace);
  const verbs = [...new Set([...Object.keys(wanted), ...Object.keys(before)])];
  const kept = verbs.map((verb) => {
    const objects = new Map<string, string | null>((wanted[verb] ?? []).map((object) => [object, null]));
    for (const [object, since] of Object.entries(before[verb] ?? {})) {
      if (objects.has(object)) continue;
      if (!complete) objects.set(object, null);
      else if (since === null) objects.set(object, toTime(nowMs));
      else if (nowMs - Date.parse(since) < lingerMs) objects.set(object, noLater(since, nowMs));
    }
    return [verb, Object.fromEntries(objects)] as const;
  });
  return Object.fromEntries(kept.filter(([, objects]) => Object.keys(objects).length > 0));
}

function keepIds(before: readonly IssuedId[], client: BusUser['client'], options: KnowUsersOptions): IssuedId[] {
  const { nowMs, overlapMs } = options;
  const ids = options.idsOf(client);
  const current = before.flatMap((known): IssuedId[] => {
    const since = known.since === null ? null : noLater(known.since, nowMs);
    if (known.until === undefined) return [{ ...known, since }];
    if (nowMs >= Date.parse(known.until)) return [];
    return [{ ...known, since, until: noLater(known.until, nowMs + overlapMs) }];
  });
  if (!ids) return current;
  const valid = [ids.held, ids.next].filter((id) => id !== undefined);
  const since = options.before === undefined ? null : toTime(nowMs);
  const added = valid.filter((id) => current.every((known) => known.id !== id));
  return [
    ...current.map(({ until, ...known }): IssuedId => {
      if (valid.includes(known.id)) return known;
      return { ...known, until: until ?? toTime(nowMs + overlapMs) };
    }),
    ...added.map((id) => ({ id, since })),
  ];
}

/** A clock may have been ahead. */
function noLater(time: string, ms: number): string {
  return Date.parse(time) > ms ? toTime(ms) : time;
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
