import { type ApiClient, KubernetesApiError, type KubernetesObject } from './api-client.ts';

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface ApplyOptions {
  /** Who owns the fields: `test` by default. */
  readonly fieldManager?: string;
  /** The API server checks and answers, but stores nothing. */
  readonly dryRun?: boolean;
}

/**
 * Applies objects on the server's side in their order, each field checked, and returns them as they are stored.
 * Throws `KubernetesApiError` at the first that is refused; its message begins with the object's kind and name.
 */
export async function apply(
  api: ApiClient,
  objects: readonly KubernetesObject[],
  { fieldManager = 'test', dryRun = false }: ApplyOptions = {},
): Promise<readonly KubernetesObject[]> {
  const query = `fieldManager=${fieldManager}&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
  const applied: KubernetesObject[] = [];
  for (const object of objects) {
    try {
      const path = await toPath(api, object);
      applied.push(await api.request('PATCH', `${path}?${query}`, { body: object, as: 'apply' }));
    } catch (error) {
      if (!(error instanceof KubernetesApiError)) throw error;
      const { kind, metadata } = object;
      throw new KubernetesApiError(error.status, error.reason, `${kind}/${metadata.name}: ${error.message}`);
    }
  }
  return applied;
}

/** Where an object is, as the API server tells it of the object's kind; in `default` where it names no namespace. */
export async function toPath(api: ApiClient, { apiVersion, kind, metadata }: KubernetesObject): Promise<string> {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { resources } = await api.get<{ readonly resources: readonly Resource[] }>(root);
  const resource = resources.find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
  if (!resource) throw new KubernetesApiError(404, 'NotFound', `the API server knows no ${kind} in ${apiVersion}`);
  const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
  return `${root}${namespace}/${resource.name}/${metadata.name}`;
}
