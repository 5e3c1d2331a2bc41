import type { Json } from '../../../model/json.ts';

/** The API of Kubernetes, as a pod's own ServiceAccount may use it. It never retries. */
export interface KubernetesClient extends AsyncDisposable {
  /** Where the process runs; `default` where nothing says so. */
  readonly namespace: string;
  /** Sends one request, and answers its body. Rejects with a `KubernetesError`, also at a time-out, or with the signal's reason. */
  request<T = Json>(request: KubernetesRequest): Promise<T>;
  /** Where objects of a kind are found; asked once, and again where the server did not know it. Rejects with a `KubernetesError`. */
  resource(kind: ObjectKind): Promise<KubernetesResource>;
  /**
   * The events of a path with `watch=true`, until the server ends it. Rejects with a `KubernetesError`, with status 410
   * where the position is too old, or with the signal's reason.
   */
  watch<T = Json>(path: string, signal: AbortSignal): AsyncIterable<WatchEvent<T>>;
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

export interface WatchEvent<T = Json> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
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
