import type { ArgoWorkflowActionSpec } from '../../model/trigger/argo-workflow.ts';
import type { ApiAccess } from '../workload/pod-needs.ts';

const apiGroup = 'argoproj.io';

/** What an action does with the API, and nothing more. */
export function toArgoWorkflowAccess(spec: ArgoWorkflowActionSpec): readonly ApiAccess[] {
  const places = [...new Set([spec.namespace, ...spec.namespaces])];
  return [
    ...places.flatMap((namespace) =>
      toRules(spec).map((rule) => ({ ...(namespace !== undefined && { namespace }), ...rule })),
    ),
    ...toClusterRules(spec),
  ];
}

function toRules(spec: ArgoWorkflowActionSpec): readonly ApiAccess[] {
  switch (spec.operation) {
    case 'submit':
      return [{ apiGroup, resource: 'workflows', verbs: ['create', 'get'] }, ...toSourceRules(spec.from)];
    case 'resubmit':
      return [{ apiGroup, resource: 'workflows', verbs: ['create', 'get'] }];
    case 'retry':
      return [
        { apiGroup, resource: 'workflows', verbs: ['get', 'update'] },
        { apiGroup: '', resource: 'pods', verbs: ['get', 'delete'] },
      ];
    default:
      return [{ apiGroup, resource: 'workflows', verbs: ['get', 'update'] }];
  }
}

function toSourceRules(from: Source): readonly ApiAccess[] {
  if (from.kind !== 'WorkflowTemplate' && from.kind !== 'CronWorkflow') return [];
  return [{ apiGroup, resource: `${from.kind.toLowerCase()}s`, verbs: ['get'], names: [from.name] }];
}

function toClusterRules(spec: ArgoWorkflowActionSpec): readonly ApiAccess[] {
  if (spec.operation !== 'submit' || spec.from.kind !== 'ClusterWorkflowTemplate') return [];
  return [{ namespace: '*', apiGroup, resource: 'clusterworkflowtemplates', verbs: ['get'], names: [spec.from.name] }];
}

type Source = Extract<ArgoWorkflowActionSpec, { readonly operation: 'submit' }>['from'];
