import type { KubernetesClient, KubernetesResource } from './client.ts';
import { KubernetesError } from './error.ts';
import { toGroupPath } from './group-path.ts';

type Kinds = ReadonlyMap<string, KubernetesResource>;

interface ApiResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

const timeoutMs = 10_000;

/** Finds resources by kind, each group version asked once at a time and again for a kind that it did not have. */
export function createDiscovery(request: KubernetesClient['request']): KubernetesClient['resource'] {
  const known = new Map<string, Promise<Kinds>>();
  const ask = (apiVersion: string) => {
    const kinds = discover(request, apiVersion);
    known.set(apiVersion, kinds);
    kinds.catch(() => known.get(apiVersion) === kinds && known.delete(apiVersion));
    return kinds;
  };
  return async ({ apiVersion, kind }) => {
    const before = known.get(apiVersion);
    const found = (await before)?.get(kind) ?? (await refreshed(apiVersion, before)).get(kind);
    if (found) return found;
    throw new KubernetesError(`the API server has no kind '${kind}' in '${apiVersion}'; is its CRD installed?`, {
      status: 404,
      reason: 'NotFound',
    });
  };

  function refreshed(apiVersion: string, before: Promise<Kinds> | undefined): Promise<Kinds> {
    const now = known.get(apiVersion);
    return now !== undefined && now !== before ? now : ask(apiVersion);
  }
}

async function discover(request: KubernetesClient['request'], apiVersion: string): Promise<Kinds> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { resources } = await request<ApiResourceList>({ method: 'GET', path: toGroupPath(apiVersion), signal });
    const whole = resources.filter(({ name }) => !name.includes('/'));
    return new Map(whole.map(({ kind, name, namespaced }) => [kind, { name, namespaced }]));
  } catch (error) {
    if (!(error instanceof KubernetesError) || error.status !== 404) throw error;
    const message = `the API server has no '${apiVersion}'; is its CRD installed?`;
    throw new KubernetesError(message, { status: 404, reason: 'NotFound', cause: error });
  }
}
