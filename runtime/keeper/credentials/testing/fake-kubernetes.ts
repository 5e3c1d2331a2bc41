import type { KubernetesRequest } from '../../../support/kubernetes/client.ts';
import { KubernetesError } from '../../../support/kubernetes/error.ts';

interface FakeSecret {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string | null>>;
  };
  readonly data: Readonly<Record<string, string>>;
}

/** Secrets and pods as an API server keeps them, in memory. */
export class FakeKubernetes {
  /** `namespace/name` */
  readonly secrets = new Map<string, FakeSecret>();
  /** Each request that writes: `POST ops/bus-nats-tls`. */
  readonly writes: string[] = [];
  /** Namespaces in which nothing may be done. */
  readonly forbidden = new Set<string>();
  /** Called with each write, before and after it is done; may throw. */
  onWrite: (when: 'before' | 'after', write: string) => void = () => {};
  #version = 0;

  async request<T>({ method, path, body }: Pick<KubernetesRequest, 'method' | 'path' | 'body'>): Promise<T> {
    const [, namespace = '', kind, name = ''] = /namespaces\/([^/]+)\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
    if (this.forbidden.has(namespace)) throw refusal(403, 'Forbidden', `secrets is forbidden in ${namespace}`);
    const change = (body ?? {}) as unknown as Partial<FakeSecret> & { metadata: { name?: string } };
    const write = `${method} ${namespace}/${change.metadata?.name ?? name}`;
    if (method !== 'GET') {
      this.onWrite('before', write);
      this.writes.push(write);
    }
    const answer = kind === 'pods' ? {} : this.#answer(method, `${namespace}/${change.metadata?.name ?? name}`, change);
    if (method !== 'GET') this.onWrite('after', write);
    return answer as T;
  }

  /** A key of a Secret, as text. */
  read(name: string, key: string): string | undefined {
    const value = this.secrets.get(name)?.data[key];
    return value === undefined ? undefined : Buffer.from(value, 'base64').toString();
  }

  /** Manifests are applied: there are these Secrets, with what was in them. */
  apply(...names: readonly string[]): void {
    for (const name of names)
      if (!this.secrets.has(name))
        this.secrets.set(name, { metadata: { resourceVersion: `${++this.#version}` }, data: {} });
  }

  annotate(name: string, annotations: Readonly<Record<string, string>>): void {
    this.#answer('PATCH', name, { metadata: { annotations } });
  }

  #answer(
    method: string,
    key: string,
    change: Partial<Omit<FakeSecret, 'metadata'>> & { metadata?: object },
  ): FakeSecret {
    const found = this.secrets.get(key);
    if (method === 'POST') throw refusal(403, 'Forbidden', 'secrets is forbidden: it may not create any');
    if (!found) throw refusal(404, 'NotFound', `secrets "${key}" not found`);
    if (method === 'GET') return found;
    const { resourceVersion, labels, annotations } = (change.metadata ?? {}) as Partial<FakeSecret['metadata']>;
    if (resourceVersion !== undefined && resourceVersion !== found.metadata.resourceVersion)
      throw refusal(409, 'Conflict', `secrets "${key}": the object has been modified`);
    const next = {
      metadata: {
        resourceVersion: `${++this.#version}`,
        labels: { ...found.metadata.labels, ...labels },
        annotations: { ...found.metadata.annotations, ...annotations },
      },
      data: withoutNulls({ ...found.data, ...change.data }),
    };
    this.secrets.set(key, next);
    return next;
  }
}

function withoutNulls(data: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).filter((entry): entry is [string, string] => entry[1] !== null));
}

function refusal(status: number, reason: string, message: string): KubernetesError {
  return new KubernetesError(message, { status, reason });
}
