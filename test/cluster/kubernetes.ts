import { randomBytes } from 'node:crypto';
import { until } from '../../runtime/support/testing/until.ts';
import { findProgram, kubernetes } from '../../scripts/provision/pinned-program.ts';
import type { ApiClient, KubernetesObject } from './api-client.ts';
import { type ApplyOptions, apply, toPath } from './apply.ts';
import type { Credentials } from './credentials.ts';
import { runCommand } from './run-command.ts';

/** What a test does with an API server, as its administrator. */
export interface Kubernetes {
  readonly url: string;
  /** The authority of the API server's certificate, in PEM. */
  readonly ca: string;
  readonly caFile: string;
  readonly adminToken: string;
  /** The path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Plain requests, for what the methods below do not do. */
  readonly api: ApiClient;
  /** Runs kubectl and returns what it prints; rejects with what it complains of. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Applies objects on the server's side, each field checked; see `apply`. */
  apply(objects: readonly KubernetesObject[], options?: ApplyOptions): Promise<readonly KubernetesObject[]>;
  /** Reads an object anew, by the kind, namespace and name that it gives. */
  read<T = KubernetesObject>(object: KubernetesObject): Promise<T>;
  /** A namespace of one test, by its unique name; pods can be created in it. It is left to the end of the server. */
  createNamespace(options?: NamespaceOptions): Promise<string>;
  /** A token of a service account that exists, for an hour. */
  serviceAccountToken(namespace: string, name: string): Promise<string>;
}

export interface NamespaceOptions {
  /** The name's beginning; `test` by default. */
  readonly prefix?: string;
  /** Which pods the API server takes; all by default. */
  readonly podSecurity?: 'privileged' | 'baseline' | 'restricted';
  readonly labels?: Readonly<Record<string, string>>;
}

export function createKubernetes(api: ApiClient, credentials: Credentials): Kubernetes {
  const kubeconfig = credentials.kubeconfig('admin');
  const kubectl = ['kubectl', `--kubeconfig=${kubeconfig}`, `--cache-dir=${credentials.file('kubectl-cache')}`];
  return {
    url: credentials.url,
    ca: credentials.ca,
    caFile: credentials.file('ca.crt'),
    adminToken: credentials.token('admin'),
    kubeconfig,
    api,
    kubectl: (...args) => runCommand(findProgram(kubernetes), ...kubectl, ...args),
    apply: (objects, options) => apply(api, objects, options),
    read: async (object) => api.get(await toPath(api, object)),
    async createNamespace({ prefix = 'test', podSecurity = 'privileged', labels } = {}) {
      const name = `${prefix}-${randomBytes(4).toString('hex')}`;
      const metadata = { name, labels: { ...labels, 'pod-security.kubernetes.io/enforce': podSecurity } };
      await api.request('POST', '/api/v1/namespaces', { body: { metadata } });
      const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
      await until(() => api.get(account).then(Boolean, () => false), 20);
      return name;
    },
    async serviceAccountToken(namespace, name) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
      const body = { spec: { expirationSeconds: 3600 } };
      const { status } = await api.request<{ readonly status: { readonly token: string } }>('POST', path, { body });
      return status.token;
    },
  };
}
