import { type BusNames, toPodNames } from './names.ts';

/**
 * The names by which servers are reached within their namespace. Each server has its own, for Node takes no wildcard of
 * two labels; servers do, and so know one that was just added before its name is in the certificate.
 */
export function toHosts(names: BusNames, replicas: number): readonly string[] {
  const { servers, headlessService } = names;
  return [servers, `*.${headlessService}`, ...toPodNames(names, replicas).map((pod) => `${pod}.${headlessService}`)];
}

/** With the names by which other namespaces reach them. */
export function withNamespace(hosts: readonly string[], namespace: string | undefined): readonly string[] {
  if (namespace === undefined) return hosts;
  return hosts.flatMap((host) => [host, `${host}.${namespace}`, `${host}.${namespace}.svc`]);
}
