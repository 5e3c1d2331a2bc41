import { z } from 'zod';
import { type Duration, durationSchema } from '../duration.ts';
import type { StoredExpression } from '../expression/stored-expression.ts';
import type { Schema } from '../schema.ts';
import { storedExpressionSchema } from '../sensor/stored-expression.ts';
import { oneOfKind, show, toSchema, toZod } from '../to-schema.ts';
import { type ArgoWorkflowActionSpec, argoWorkflowActionSchema } from './argo-workflow.ts';
import { type Dedup, dedupSchema } from './dedup.ts';
import { type HttpActionSpec, httpActionSchema } from './http.ts';
import { type KubernetesActionSpec, kubernetesActionSchema } from './kubernetes.ts';
import { type LogActionSpec, logActionSchema } from './log.ts';
import { type Reset, resetSchema } from './reset.ts';
import { type Backoff, type RetrySpec, retrySchema } from './retry.ts';

/** How a trigger's action is delivered: the same for every kind. */
export interface DeliveryOptions {
  /** How often a failed attempt is made again, and after which delay. */
  readonly retry?: Backoff;
  /** How long one attempt may take. */
  readonly timeout?: Duration;
  /** Whether its events wait on the bus until it no longer is. */
  readonly suspended?: boolean;
  /** Where a trigger that is new on the bus begins; one that is not stays where it was. */
  readonly start?: Start;
  /** When it lets go of events that wait for others, by one schedule or several. */
  readonly resets?: readonly Reset[];
  /**
   * Which events are repeats; `false` takes each. A trigger whose condition has `&&` or `!` has `{ window: '5m' }` unless
   * it says otherwise.
   */
  readonly dedup?: Dedup | false;
  /** What it was called before: it goes on where the trigger of that name stood. */
  readonly formerName?: string;
}

/** With the events that arrive from now on, with the oldest that the bus still holds, or with those since a time (RFC 3339). */
export type Start = 'now' | 'beginning' | { readonly time: string };

export interface DeliverySpec extends Required<Omit<DeliveryOptions, 'formerName'>> {
  readonly retry: RetrySpec;
  readonly resets: readonly Required<Reset>[];
  readonly formerName?: string;
}

/** A trigger as a document holds it. */
export interface TriggerSpec extends DeliverySpec {
  /** A condition over the names of dependencies. */
  readonly when: string;
  readonly action: ActionSpec;
  readonly template: StoredExpression;
}

export type ActionSpec = HttpActionSpec | KubernetesActionSpec | LogActionSpec | ArgoWorkflowActionSpec;
export type ActionKind = ActionSpec['kind'];

export const actionSchema: Schema<unknown, ActionSpec> = oneOfKind<ActionSpec>({
  http: httpActionSchema,
  kubernetes: kubernetesActionSchema,
  log: logActionSchema,
  'argo-workflow': argoWorkflowActionSchema,
});

const time = z.iso.datetime({
  offset: true,
  error: ({ input }) => `${show(input)} is no instant; write it like '2026-12-24T03:00:00Z' (RFC 3339)`,
});

const delivery = {
  retry: toZod(retrySchema).prefault({}),
  timeout: toZod(durationSchema).default('30s'),
  suspended: z.boolean().default(false),
  start: z
    .union([z.enum(['now', 'beginning']), z.strictObject({ time })], {
      error: ({ input }) => `${show(input)} must be 'now', 'beginning' or { time: '2026-12-24T03:00:00Z' }`,
    })
    .default('now'),
  resets: z.array(toZod(resetSchema)).default([]),
  dedup: z
    .union([toZod(dedupSchema), z.literal(false)], {
      error: ({ input }) => `${show(input)} must be { window: '5m' }, or false to take each`,
    })
    .default(false),
  formerName: z.string().exactOptional(),
};

export const deliverySchema: Schema<DeliveryOptions, DeliverySpec> = toSchema(z.strictObject(delivery));

export const triggerSchema: Schema<
  DeliveryOptions & { readonly when: string; readonly action: unknown; readonly template: StoredExpression },
  TriggerSpec
> = toSchema(
  z.strictObject({
    when: z.string(),
    action: toZod(actionSchema),
    template: toZod(storedExpressionSchema),
    ...delivery,
  }),
);
