import {
  type ArgoWorkflowActionSpec,
  type ArgoWorkflowOptions,
  type ArgoWorkflowResubmitOptions,
  type ArgoWorkflowSubmitOptions,
  argoWorkflowActionSchema,
} from '../../model/trigger/argo-workflow.ts';
import {
  type ArgoWorkflowRequest,
  type ArgoWorkflowResubmitRequest,
  type ArgoWorkflowResumeRequest,
  type ArgoWorkflowRetryRequest,
  type ArgoWorkflowSubmitRequest,
  toArgoWorkflowRequestSchema,
} from '../../model/trigger/argo-workflow-request.ts';
import type { ArgoWorkflowSource } from '../../model/trigger/argo-workflow-source.ts';
import type { Action } from './action.ts';
import { toArgoWorkflowAccess } from './argo-workflow-access.ts';

/**
 * Works on workflows of Argo Workflows, on the API of Kubernetes itself: no CLI, and no Argo server.
 * @example
 * argoWorkflow.submit({ from: { kind: 'WorkflowTemplate', name: 'build' } })
 */
export const argoWorkflow: {
  /** Creates a workflow, whose name comes from the execution; `template` returns an `ArgoWorkflowSubmitRequest`. */
  readonly submit: <const Source extends ArgoWorkflowSource>(
    options: ArgoWorkflowSubmitOptions<Source>,
  ) => Action<ArgoWorkflowSubmitRequest<ArgoWorkflowParameterOf<Source>>>;
  /** Creates a workflow like one that there is; `template` returns an `ArgoWorkflowResubmitRequest`. */
  readonly resubmit: (options?: ArgoWorkflowResubmitOptions) => Action<ArgoWorkflowResubmitRequest>;
  /** Lets no further step of a workflow begin; `template` returns an `ArgoWorkflowRequest`. */
  readonly suspend: (options?: ArgoWorkflowOptions) => Action<ArgoWorkflowRequest>;
  /** Lets a suspended workflow, or its suspended steps, go on; `template` returns an `ArgoWorkflowResumeRequest`. */
  readonly resume: (options?: ArgoWorkflowOptions) => Action<ArgoWorkflowResumeRequest>;
  /** Runs the failed steps of a workflow again; `template` returns an `ArgoWorkflowRetryRequest`. */
  readonly retry: (options?: ArgoWorkflowOptions) => Action<ArgoWorkflowRetryRequest>;
  /** Ends a workflow, and runs its exit handlers; `template` returns an `ArgoWorkflowRequest`. */
  readonly stop: (options?: ArgoWorkflowOptions) => Action<ArgoWorkflowRequest>;
  /** Ends a workflow at once, without its exit handlers; `template` returns an `ArgoWorkflowRequest`. */
  readonly terminate: (options?: ArgoWorkflowOptions) => Action<ArgoWorkflowRequest>;
} = {
  submit: (options) => action({ operation: 'submit', ...options }),
  resubmit: (options) => action({ operation: 'resubmit', ...options }),
  suspend: (options) => action({ operation: 'suspend', ...options }),
  resume: (options) => action({ operation: 'resume', ...options }),
  retry: (options) => action({ operation: 'retry', ...options }),
  stop: (options) => action({ operation: 'stop', ...options }),
  terminate: (options) => action({ operation: 'terminate', ...options }),
};

/** The parameters that a manifest declares; any where they are not known. */
export type ArgoWorkflowParameterOf<Source> = Source extends {
  readonly spec: {
    readonly arguments: { readonly parameters: readonly { readonly name: infer Name extends string }[] };
  };
}
  ? Name
  : string;

function action<Template>(options: object): Action<Template> {
  const kind = 'argo-workflow';
  const spec = { kind, namespaces: [], ...options } as unknown as ArgoWorkflowActionSpec;
  return {
    kind,
    options,
    schema: argoWorkflowActionSchema,
    // read once the options have been checked
    get needs() {
      return { access: toArgoWorkflowAccess(spec) };
    },
    get template() {
      return toArgoWorkflowRequestSchema(spec) as NonNullable<Action<Template>['template']>;
    },
  };
}
