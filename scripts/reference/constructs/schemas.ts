import { jetStreamEventBusSchema } from '../../../model/event-bus/jetstream.ts';
import { managedJetStreamSchema } from '../../../model/event-bus/managed-jetstream.ts';
import { calendarEventSchema } from '../../../model/event-source/calendar.ts';
import { webhookEventSchema } from '../../../model/event-source/webhook.ts';
import { keeperQuotasSchema, keeperSchema } from '../../../model/keeper/keeper.ts';
import { type JsonSchema, toJsonSchema } from '../../../model/schema.ts';
import { windowSchema } from '../../../model/sensor/correlation.ts';
import { dependencySchema } from '../../../model/sensor/sensor.ts';
import { argoWorkflowActionSchema } from '../../../model/trigger/argo-workflow.ts';
import { httpActionSchema } from '../../../model/trigger/http.ts';
import {
  kubernetesApplySchema,
  kubernetesCreateSchema,
  kubernetesDeleteSchema,
  kubernetesPatchSchema,
  kubernetesUpdateSchema,
} from '../../../model/trigger/kubernetes.ts';
import { logActionSchema } from '../../../model/trigger/log.ts';
import { deliverySchema } from '../../../model/trigger/trigger.ts';
import { workerSchema } from '../../../model/worker/worker-options.ts';

/** Where the defaults of an interface are; those of the interfaces within it are found there too. */
export const schemas: ReadonlyMap<string, JsonSchema> = new Map(
  Object.entries({
    ManagedJetStreamOptions: managedJetStreamSchema,
    JetStreamEventBusConfig: jetStreamEventBusSchema,
    KeeperOptions: keeperSchema,
    KeeperQuotas: keeperQuotasSchema,
    WorkerOptions: workerSchema,
    WebhookEventOptions: webhookEventSchema,
    CalendarScheduleOptions: calendarEventSchema,
    CalendarIntervalOptions: calendarEventSchema,
    DependencyOptions: dependencySchema,
    WindowOptions: windowSchema,
    DeliveryOptions: deliverySchema,
    HttpOptions: httpActionSchema,
    KubernetesTargetOptions: kubernetesCreateSchema,
    KubernetesApplyOptions: kubernetesApplySchema,
    KubernetesUpdateOptions: kubernetesUpdateSchema,
    KubernetesPatchOptions: kubernetesPatchSchema,
    KubernetesDeleteOptions: kubernetesDeleteSchema,
    ArgoWorkflowOptions: argoWorkflowActionSchema,
    ArgoWorkflowSubmitOptions: argoWorkflowActionSchema,
    ArgoWorkflowResubmitOptions: argoWorkflowActionSchema,
    LogOptions: logActionSchema,
  }).map(([name, schema]) => [name, toJsonSchema(schema)]),
);

/** The object among what `schema` allows that has these properties. */
export function objectWith(names: readonly string[], schema: JsonSchema | undefined): JsonSchema | undefined {
  if (!schema) return undefined;
  const { properties } = schema as { properties?: Record<string, JsonSchema> };
  if (properties && names.every((name) => Object.hasOwn(properties, name))) return schema;
  const { anyOf = [], oneOf = [], items } = schema as Record<'anyOf' | 'oneOf', JsonSchema[]> & { items?: JsonSchema };
  return [...anyOf, ...oneOf, ...(items ? [items] : [])]
    .map((alternative) => objectWith(names, alternative))
    .find((found) => found !== undefined);
}

export function propertyOf(name: string, schema: JsonSchema | undefined): JsonSchema | undefined {
  return (schema as { properties?: Record<string, JsonSchema> } | undefined)?.properties?.[name];
}
