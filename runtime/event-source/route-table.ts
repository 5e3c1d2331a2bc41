import { EventSourceError } from './error.ts';
import type { HttpRoute } from './http-routes.ts';

/** Which route answers a path and method. */
export interface RouteTable {
  add(route: HttpRoute): Disposable;
  /** The route, or the methods that the path knows; `undefined` where nobody listens on the path. */
  find(method: string, path: string): HttpRoute | readonly string[] | undefined;
}

export function createRouteTable(): RouteTable {
  const paths = new Map<string, Map<string, HttpRoute>>();
  return {
    add(route) {
      const methods = paths.get(route.path) ?? new Map<string, HttpRoute>();
      for (const method of route.methods) {
        const other = methods.get(method);
        if (other) throw taken(route, method, other);
      }
      paths.set(route.path, methods);
      for (const method of route.methods) methods.set(method, route);
      return { [Symbol.dispose]: () => remove(route) };
    },
    find(method, path) {
      const methods = paths.get(path);
      return methods?.get(method) ?? (methods && [...methods.keys()]);
    },
  };

  function remove(route: HttpRoute): void {
    const methods = paths.get(route.path);
    for (const method of route.methods) if (methods?.get(method) === route) methods.delete(method);
    if (methods?.size === 0) paths.delete(route.path);
  }
}

function taken(route: HttpRoute, method: string, other: HttpRoute): EventSourceError {
  return new EventSourceError(
    'routeTaken',
    `${route.owner}: ${other.owner} listens on ${method} ${route.path} already, choose another endpoint`,
  );
}
