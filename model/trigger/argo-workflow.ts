import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';
import { type ArgoWorkflowSource, argoWorkflowSourceSchema } from './argo-workflow-source.ts';

/** Where the workflows are that an action is about. */
export interface ArgoWorkflowOptions {
  /** Where the workflows are; the worker's own namespace by default. */
  readonly namespace?: string;
  /** Further namespaces, which `template` may choose. */
  readonly namespaces?: readonly string[];
}

/** What is submitted, and where. */
export interface ArgoWorkflowSubmitOptions<Source = ArgoWorkflowSource> extends ArgoWorkflowOptions {
  /** A manifest, or the kind and the name of a template or cron workflow that is in the cluster. */
  readonly from: Source;
  /**
   * What the new workflow's name begins with, before the execution's id: at most 36 characters. By default the name of the
   * template, of a manifest that of the trigger.
   */
  readonly namePrefix?: string;
}

/** How a workflow is submitted again, and where. */
export interface ArgoWorkflowResubmitOptions extends ArgoWorkflowOptions {
  /** Whether steps that had succeeded are not run again; the workflow must then have failed. */
  readonly memoized?: boolean;
}

export type ArgoWorkflowActionSpec = SubmitSpec | ResubmitSpec | ChangeSpec;

interface PlaceSpec {
  readonly kind: 'argo-workflow';
  readonly namespace?: string;
  readonly namespaces: readonly string[];
}

interface SubmitSpec extends PlaceSpec {
  readonly operation: 'submit';
  readonly from: ArgoWorkflowSource;
  readonly namePrefix?: string;
}

interface ResubmitSpec extends PlaceSpec {
  readonly operation: 'resubmit';
  readonly memoized: boolean;
}

interface ChangeSpec extends PlaceSpec {
  readonly operation: 'suspend' | 'resume' | 'retry' | 'stop' | 'terminate';
}

/** An action as a program writes it. */
type Written<Options, Spec extends ArgoWorkflowActionSpec> = Options & Pick<Spec, 'kind' | 'operation'>;

const namespace = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
  error: ({ input }) =>
    `${show(input)} names no namespace; use lower-case letters, digits and '-', at most 63 characters`,
});

// a dash and the 26 digits of an execution's id still fit in a label
const namePrefix = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,34}[a-z0-9])?$/, {
  error: ({ input }) => `${show(input)} begins no name; use lower-case letters, digits and '-', at most 36 characters`,
});

const place = {
  kind: z.literal('argo-workflow'),
  namespace: namespace.optional(),
  namespaces: z.array(namespace).default([]),
};

export const argoWorkflowActionSchema: Schema<
  | Written<ArgoWorkflowSubmitOptions, SubmitSpec>
  | Written<ArgoWorkflowResubmitOptions, ResubmitSpec>
  | Written<ArgoWorkflowOptions, ChangeSpec>,
  ArgoWorkflowActionSpec
> = toSchema(
  z.discriminatedUnion('operation', [
    z.strictObject({
      ...place,
      operation: z.literal('submit'),
      from: toZod(argoWorkflowSourceSchema),
      namePrefix: namePrefix.optional(),
    }),
    z.strictObject({ ...place, operation: z.literal('resubmit'), memoized: z.boolean().default(false) }),
    z.strictObject({ ...place, operation: z.enum(['suspend', 'resume', 'retry', 'stop', 'terminate']) }),
  ]),
);
