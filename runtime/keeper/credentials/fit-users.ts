import type { IssuedUser } from './known-users.ts';

interface FitOptions {
  readonly sizeOf: (users: readonly IssuedUser[]) => number;
  readonly most: number;
}

interface Fitting {
  readonly users: readonly IssuedUser[];
  readonly leftOut: readonly IssuedUser[];
}

/**
 * As many users as there is room for. Where that is not all, the namespaces that need the least come first: nobody can
 * crowd out others by declaring much.
 */
export function fitUsers(users: readonly IssuedUser[], { sizeOf, most }: FitOptions): Fitting {
  if (sizeOf(users) <= most) return { users, leftOut: [] };
  const weights = new Map<string, number>();
  const weigh = ({ grants }: IssuedUser) => JSON.stringify(grants).length;
  for (const user of users) {
    const { namespace } = user.client;
    weights.set(namespace, (weights.get(namespace) ?? 0) + weigh(user));
  }
  // without those of the bus itself, nobody is served
  const weightOf = ({ client }: IssuedUser) =>
    client.component === 'worker' ? (weights.get(client.namespace) ?? 0) : -1;
  const order = [...users].sort((a, b) => weightOf(a) - weightOf(b) || weigh(a) - weigh(b));
  let fits = 0;
  let tooMany = order.length;
  while (tooMany - fits > 1) {
    const count = Math.floor((fits + tooMany) / 2);
    if (sizeOf(order.slice(0, count)) <= most) fits = count;
    else tooMany = count;
  }
  const kept = new Set(order.slice(0, fits));
  return { users: users.filter((user) => kept.has(user)), leftOut: order.slice(fits) };
}
