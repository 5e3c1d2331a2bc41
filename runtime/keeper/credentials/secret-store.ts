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

/** The Secrets of one bus, which manifests create: nobody here may. Rejects with a `KubernetesError`. */
export interface SecretStore {
  /** Nothing where there is none. */
  find(name: SecretName): Promise<StoredSecret | undefined>;
  /** Rejects with a plain error where there is none, or where it is another bus's. */
  read(name: SecretName): Promise<StoredSecret>;
  /** Changes the one that was read. Rejects where another wrote it meanwhile: it has to be read again. */
  write(name: SecretName, change: SecretChange, before: StoredSecret): Promise<StoredSecret>;
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
  /** Of the bus. */
  readonly namespace: string;
  readonly signal: AbortSignal;
}

const timeoutMs = 10_000;

export function createSecretStore({ client, bus, namespace, signal }: SecretStoreOptions): SecretStore {
  const within = () => AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const find = async (name: SecretName) => {
    try {
      return await client.request<ApiSecret>({ method: 'GET', path: toPath(name), signal: within() });
    } catch (error) {
      if (error instanceof KubernetesError && error.status === 404 && error.reason === 'NotFound') return undefined;
      throw error;
    }
  };
  return {
    async find(name) {
      const found = await find(name);
      return found && toStored(found);
    },
    async read(name) {
      const found = await find(name);
      const what = `Secret '${name.namespace}/${name.name}'`;
      if (!found) throw new Error(`${what} is not there; apply the manifests again`);
      const { [documentLabels.bus]: of = bus, [documentLabels.busNamespace]: at = namespace } =
        found.metadata.labels ?? {};
      if (of !== bus || at !== namespace)
        throw new Error(`${what} is of the event bus '${at}/${of}'; give one of the two another name`);
      return toStored(found);
    },
    async write(name, { data, annotations = {} }, before) {
      const encoded = Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          value === null ? null : Buffer.from(value).toString('base64'),
        ]),
      );
      const written = await client.request<ApiSecret>({
        method: 'PATCH',
        path: toPath(name),
        contentType: 'application/merge-patch+json',
        body: { metadata: { resourceVersion: before.version, annotations }, data: encoded },
        signal: within(),
      });
      return toStored(written);
    },
  };
}

/** What somebody asked to have made anew; absent where that was done, or nobody asked. */
export function findRequest({ annotations }: StoredSecret): string | undefined {
  const asked = annotations[issuedAnnotations.rotate];
  return asked === annotations[issuedAnnotations.rotated] ? undefined : asked;
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
