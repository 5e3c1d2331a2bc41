import type { Json } from '../../../model/json.ts';

/** The API of Kubernetes, as a pod's own ServiceAccount may use it. */
export interface KubernetesClient extends AsyncDisposable {
  /** Where the process runs; `default` outside a cluster. */
  readonly namespace: string;
  /** Sends one request, and answers its body. Rejects with a `KubernetesError`. It never retries. */
  request<T = Json>(request: KubernetesRequest): Promise<T>;
  /** Where objects of a kind are found; asked once, and again where the server did not know it. */
  resource(kind: ObjectKind): Promise<KubernetesResource>;
}

export interface KubernetesRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query: `/api/v1/namespaces/ci/configmaps?limit=500`. */
  readonly path: string;
  readonly body?: Json;
  /** `application/json` by default; patches name theirs. */
  readonly contentType?: string;
  readonly signal: AbortSignal;
}

export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface KubernetesResource {
  /** In the plural, in lower case: `jobs`. */
  readonly name: string;
  readonly namespaced: boolean;
}
