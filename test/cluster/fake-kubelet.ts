import { type ApiClient, KubernetesApiError, type ObjectMeta } from './api-client.ts';

export interface Pod {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly { readonly name: string; readonly image: string }[];
  };
  readonly status: { readonly phase?: string };
}

export interface FakeKubeletOptions {
  /** Pods that it leaves running without ever being ready; none by default. */
  readonly isReady?: (pod: Pod) => boolean;
}

/** Says of every pod that is bound to a node that it runs and is ready, and removes those that are deleted. */
export function startFakeKubelet(api: ApiClient, { isReady = () => true }: FakeKubeletOptions = {}): AsyncDisposable {
  const stop = new AbortController();
  let addresses = 0;

  async function see(pod: Pod): Promise<void> {
    const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`;
    if (!pod.spec.nodeName) return;
    if (pod.metadata.deletionTimestamp) {
      const body = { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } };
      await api.request('DELETE', path, { body });
    } else if (pod.status.phase === 'Pending') {
      const status = toRunning(pod, { address: toAddress(addresses++), ready: isReady(pod) });
      await api.request('PATCH', `${path}/status`, { body: { status }, as: 'merge' });
    }
  }

  async function watch(): Promise<void> {
    try {
      for await (const { type, object } of api.watch<Pod>('/api/v1/pods', stop.signal)) {
        if (type === 'ADDED' || type === 'MODIFIED') void see(object).catch(ignoreGone);
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  }

  const watching = watch();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await watching;
    },
  };
}

/** The pod went away meanwhile, or the server did. */
function ignoreGone(error: unknown): void {
  if (error instanceof KubernetesApiError && ![404, 409].includes(error.status)) throw error;
}

function toAddress(index: number): string {
  return `10.99.${index >> 8}.${index & 255}`;
}

function toRunning({ spec }: Pod, { address, ready }: { readonly address: string; readonly ready: boolean }) {
  const now = new Date().toISOString();
  const condition = (type: string, status: boolean) => ({
    type,
    status: status ? 'True' : 'False',
    lastTransitionTime: now,
  });
  return {
    phase: 'Running',
    podIP: address,
    podIPs: [{ ip: address }],
    startTime: now,
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', ready),
      condition('Ready', ready),
    ],
    containerStatuses: spec.containers.map(({ name, image }) => ({
      name,
      image,
      imageID: '',
      ready,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: now } },
    })),
  };
}
