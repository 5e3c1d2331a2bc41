import type { Json } from '../../../model/json.ts';
import type { ArgoWorkflowTemplateRef } from '../../../model/trigger/argo-workflow-source.ts';
import type { KubernetesClient, KubernetesRequest } from '../../support/kubernetes/client.ts';
import { KubernetesError } from '../../support/kubernetes/error.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { StoredSource } from './submit.ts';
import { apiVersion, keyOf, type Workflow } from './workflow.ts';

/** What is asked of the API for one execution. Each method rejects with a `KubernetesError`. */
export interface Workflows {
  get(namespace: string, name: string): Promise<Workflow>;
  getSource(namespace: string, source: ArgoWorkflowTemplateRef): Promise<StoredSource>;
  create(workflow: Workflow): Promise<void>;
  /** Fails with the status 409 where somebody has changed it since it was read. */
  replace(workflow: Workflow): Promise<void>;
  /** One that is gone is no error; one that is not the workflow's stays. */
  deletePod(pod: WorkflowPod): Promise<void>;
  /** Whether the API knows workflows at all. */
  areKnown(): Promise<boolean>;
}

interface WorkflowPod {
  readonly namespace: string;
  readonly name: string;
  /** Whose label it must carry. */
  readonly workflow: string;
}

interface Caller {
  /** `ci/deploy/announce` */
  readonly at: string;
  readonly signal: AbortSignal;
}

const longestManager = 128;
const podName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

export function createWorkflows(client: KubernetesClient, { at, signal }: Caller): Workflows {
  const send = <T>(request: Omit<KubernetesRequest, 'signal'>) => client.request<T>({ ...request, signal });
  const sensor = at.split('/').slice(0, 2).join('/');
  const query = `?fieldManager=${encodeURIComponent(`eventwright:${sensor}`.slice(0, longestManager))}`;
  return {
    get: (namespace, name) => send({ method: 'GET', path: `${toCollection(namespace, 'workflows')}/${name}` }),
    getSource: (namespace, { kind, name }) =>
      send({ method: 'GET', path: `${toCollection(namespace, `${kind.toLowerCase()}s`)}/${name}` }),
    async create(workflow) {
      const path = toCollection(workflow.metadata.namespace, 'workflows');
      await send({ method: 'POST', path: `${path}${query}`, body: toBody(workflow) });
    },
    async replace(workflow) {
      const { namespace, name } = workflow.metadata;
      const path = `${toCollection(namespace, 'workflows')}/${name}`;
      await send({ method: 'PUT', path: `${path}${query}`, body: toBody(workflow) });
    },
    async deletePod({ namespace, name, workflow }) {
      // the name is made of a status that whoever may write workflows has written
      if (!podName.test(name)) return;
      const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
      try {
        const { metadata } = await send<Pick<Workflow, 'metadata'>>({ method: 'GET', path });
        if (metadata.labels?.[keyOf('workflow')] !== workflow) return;
        await send({ method: 'DELETE', path, body: { preconditions: { uid: String(metadata.uid) } } });
      } catch (error) {
        // of 409, it is another pod by now
        if (!isStatus(error, 404) && !isStatus(error, 409)) throw error;
      }
    },
    async areKnown() {
      try {
        await orAborted(client.resource({ apiVersion, kind: 'Workflow' }), signal);
        return true;
      } catch (error) {
        if (isStatus(error, 404)) return false;
        throw error;
      }
    },
  };
}

export function isStatus(error: unknown, status: number): error is KubernetesError {
  return error instanceof KubernetesError && error.status === status;
}

function toCollection(namespace: string | undefined, resource: string): string {
  if (resource === 'clusterworkflowtemplates') return `/apis/${apiVersion}/${resource}`;
  return `/apis/${apiVersion}/namespaces/${namespace}/${resource}`;
}

// it was JSON, or is made of it
function toBody(workflow: Workflow): Json {
  return workflow as unknown as Json;
}
