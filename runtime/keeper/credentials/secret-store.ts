import { documentLabels, issuedAnnotations } from '../../../model/keeper/issued-secrets.ts';
import type { KubernetesClient } from '../../support/kubernetes/client.ts';
import { KubernetesError } from '../../support/kubernetes/error.ts';

export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** A Secret as it was read. */
export interface StoredSecret {
  readonly data: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly version: string;
}

export interface SecretChange {
  /** What is null goes; what is left out stays. */
  readonly data: Readonly<Record<string, string | null>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The Secrets of one bus. Rejects with a `KubernetesError`. */
export interface SecretStore {
  /** Nothing where there is none. Rejects with a plain error where it is another bus's. */
  read(name: SecretName): Promise<StoredSecret | undefined>;
  /**
   * Makes a Secret, or changes the one that was read. Rejects where another wrote it meanwhile: it has to be read again.
   */
  write(name: SecretName, change: SecretChange, before: StoredSecret | undefined): Promise<StoredSecret>;
}

interface ApiSecret {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
}

interface SecretStoreOptions {
  readonly client: Pick<KubernetesClient, 'request'>;
  readonly bus: string;
  readonly signal: AbortSignal;
}

const timeoutMs = 10_000;

export function createSecretStore({ client, bus, signal }: SecretStoreOptions): SecretStore {
  const within = () => AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const labels = {
    'app.kubernetes.io/part-of': 'eventwright',
    'app.kubernetes.io/managed-by': 'eventwright-keeper',
    [documentLabels.bus]: bus,
  };
  return {
    async read(name) {
      try {
        const found = await client.request<ApiSecret>({ method: 'GET', path: toPath(name), signal: within() });
        const owner = found.metadata.labels?.[documentLabels.bus];
        if (owner !== undefined && owner !== bus)
          throw new Error(`it is of the event bus '${owner}'; give one of the two another name`);
        return toStored(found);
      } catch (error) {
        if (error instanceof KubernetesError && error.status === 404 && error.reason === 'NotFound') return undefined;
        throw error;
      }
    },
    async write(name, { data, annotations = {} }, before) {
      const encoded = Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          value === null ? null : Buffer.from(value).toString('base64'),
        ]),
      );
      const written = before
        ? await client.request<ApiSecret>({
            method: 'PATCH',
            path: toPath(name),
            contentType: 'application/merge-patch+json',
            body: { metadata: { resourceVersion: before.version, labels, annotations }, data: encoded },
            signal: within(),
          })
        : await client.request<ApiSecret>({
            method: 'POST',
            path: `/api/v1/namespaces/${name.namespace}/secrets`,
            body: {
              apiVersion: 'v1',
              kind: 'Secret',
              type: 'Opaque',
              metadata: { name: name.name, labels, annotations },
              data: Object.fromEntries(Object.entries(encoded).filter(([, value]) => value !== null)),
            },
            signal: within(),
          });
      return toStored(written);
    },
  };
}

/** What somebody asked to have made anew; absent where that was done, or nobody asked. */
export function findRequest(secret: StoredSecret | undefined): string | undefined {
  const asked = secret?.annotations[issuedAnnotations.rotate];
  return asked === secret?.annotations[issuedAnnotations.rotated] ? undefined : asked;
}

/** The annotation that says that a request was done. */
export function toDone(request: string | undefined): Readonly<Record<string, string>> {
  return request === undefined ? {} : { [issuedAnnotations.rotated]: request };
}

function toStored({ metadata, data = {} }: ApiSecret): StoredSecret {
  return {
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
    ),
    annotations: metadata.annotations ?? {},
    version: metadata.resourceVersion,
  };
}

function toPath({ namespace, name }: SecretName): string {
  return `/api/v1/namespaces/${namespace}/secrets/${name}`;
}
