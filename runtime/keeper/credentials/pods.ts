import { createHash } from 'node:crypto';
import { credentialsAnnotation } from '../../../model/keeper/issued-secrets.ts';
import type { KubernetesClient } from '../../support/kubernetes/client.ts';
import { KubernetesError } from '../../support/kubernetes/error.ts';

export interface NudgeOptions {
  readonly client: Pick<KubernetesClient, 'request'>;
  readonly namespace: string;
  readonly pods: readonly string[];
  readonly signal: AbortSignal;
}

const timeoutMs = 10_000;

/** Has the kubelet renew what pods have mounted: it looks at once where one of their annotations changes. */
export class PodNudge {
  readonly #options: NudgeOptions;
  readonly #told = new Map<string, string>();

  constructor(options: NudgeOptions) {
    this.#options = options;
  }

  /** Once for each content; a pod that is not there will have it when it starts. Rejects with a `KubernetesError`. */
  async tell(contents: readonly string[]): Promise<void> {
    const hash = createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 16);
    for (const pod of this.#options.pods) {
      if (this.#told.get(pod) === hash) continue;
      await this.#patch(pod, hash);
      this.#told.set(pod, hash);
    }
  }

  async #patch(pod: string, hash: string): Promise<void> {
    const { client, namespace, signal } = this.#options;
    try {
      await client.request({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/pods/${pod}`,
        contentType: 'application/merge-patch+json',
        body: { metadata: { annotations: { [credentialsAnnotation]: hash } } },
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.status !== 404) throw error;
    }
  }
}
