export type { Duration } from '../model/duration.ts';
export type { CloudEvent } from '../model/event/cloud-event.ts';
export type { BusClient } from '../model/event-bus/bus-client.ts';
export type { EventBusDeployment } from '../model/event-bus/bus-deployment.ts';
export type { EventBusSpec, MemoryEventBusSpec } from '../model/event-bus/event-bus.ts';
export type { JetStreamEventBusConfig, JetStreamEventBusSpec, JetStreamTls } from '../model/event-bus/jetstream.ts';
export {
  type JetStreamAuth,
  type NatsUserOptions,
  natsCredentials,
  natsNkey,
  natsToken,
  natsUser,
} from '../model/event-bus/jetstream-auth.ts';
export type {
  KafkaEventBusConfig,
  KafkaEventBusSpec,
  KafkaProducer,
  KafkaTls,
  KafkaVersion,
  KafkaVersions,
} from '../model/event-bus/kafka.ts';
export type { KafkaOAuthBearer, KafkaPassword, KafkaSasl } from '../model/event-bus/kafka-sasl.ts';
export type {
  BusCertificates,
  BusImageOptions,
  BusPersistence,
  BusUsers,
  CertificateIssuer,
  EphemeralStorage,
  ManagedJetStreamOptions,
} from '../model/event-bus/managed-jetstream.ts';
export type { JetStreamServerSettings, StoreEncryption } from '../model/event-bus/managed-jetstream-settings.ts';
export type { NatsVersion } from '../model/event-bus/managed-jetstream-versions.ts';
export type {
  CalendarEvent,
  CalendarEventSourceSpec,
  CalendarEventSpec,
  CalendarInterval,
  CalendarIntervalOptions,
  CalendarSchedule,
  CalendarScheduleOptions,
  CalendarTick,
  CatchUp,
} from '../model/event-source/calendar.ts';
export type { EventSourceSpec } from '../model/event-source/event-source.ts';
export {
  basicAuth,
  bearerToken,
  githubSignature,
  type HmacOptions,
  hmacSignature,
  type Secrets,
  type Verification,
} from '../model/event-source/verification.ts';
export type {
  WebhookEvent,
  WebhookEventOptions,
  WebhookEventSourceSpec,
  WebhookEventSpec,
  WebhookMeta,
  WebhookMethod,
} from '../model/event-source/webhook.ts';
export type { Bindings, Expression } from '../model/expression/expression.ts';
export type { StoredExpression } from '../model/expression/stored-expression.ts';
export { InvalidSpecError } from '../model/invalid-spec-error.ts';
export type { Json } from '../model/json.ts';
export type { KeeperOptions, KeeperQuotas } from '../model/keeper/keeper.ts';
export { type PayloadOption, type PayloadSchema, unchecked } from '../model/payload.ts';
export type { PodMonitorOptions } from '../model/pod-monitor.ts';
export type { Quantity } from '../model/quantity.ts';
export type { Schema } from '../model/schema.ts';
export type { SecretRef } from '../model/secret-ref.ts';
export type { Collect } from '../model/sensor/collect.ts';
export type { Condition, Known, Mentioned } from '../model/sensor/condition-type.ts';
export type { OnTimeout, WindowOptions } from '../model/sensor/correlation.ts';
export type { DependencySpec, OnFilterError } from '../model/sensor/sensor.ts';
export type { TimeOfDay } from '../model/sensor/time-of-day.ts';
export type {
  ArgoWorkflowOptions,
  ArgoWorkflowResubmitOptions,
  ArgoWorkflowSubmitOptions,
} from '../model/trigger/argo-workflow.ts';
export type {
  ArgoWorkflowRequest,
  ArgoWorkflowResubmitRequest,
  ArgoWorkflowResumeRequest,
  ArgoWorkflowRetryRequest,
  ArgoWorkflowSubmitRequest,
} from '../model/trigger/argo-workflow-request.ts';
export type {
  ArgoWorkflowManifest,
  ArgoWorkflowManifestSpec,
  ArgoWorkflowParameter,
  ArgoWorkflowSource,
  ArgoWorkflowTemplateRef,
} from '../model/trigger/argo-workflow-source.ts';
export type { Dedup } from '../model/trigger/dedup.ts';
export type { HttpMethod, HttpOptions, HttpRequest, HttpTls } from '../model/trigger/http.ts';
export type {
  KubernetesApplyOptions,
  KubernetesCreateOptions,
  KubernetesDeleteOptions,
  KubernetesPatchOptions,
  KubernetesTargetOptions,
  KubernetesUpdateOptions,
} from '../model/trigger/kubernetes.ts';
export type { LogOptions } from '../model/trigger/log.ts';
export type { Reset } from '../model/trigger/reset.ts';
export type { Backoff } from '../model/trigger/retry.ts';
export type { DeliveryOptions, Start } from '../model/trigger/trigger.ts';
export type {
  Autoscaling,
  GatewayRef,
  ObjectMetadata,
  Percentage,
  WorkerHttpRoute,
  WorkerIngress,
  WorkerOptions,
} from '../model/worker/worker-options.ts';
export type { AddedDocument } from './document/add-document.ts';
export type { ClientOfBus, IEventBus } from './event-bus/event-bus.ts';
export type { JetStreamEventBusRef } from './event-bus/jetstream/external.ts';
export type { BusNetworkPolicy } from './event-bus/jetstream/network-policy.ts';
export type { BusServices } from './event-bus/jetstream/services.ts';
export { type EventBusStatus, JetStreamEventBus, type JetStreamEventBusProps } from './event-bus/jetstream.ts';
export {
  ExternalKafkaBus,
  type ExternalKafkaBusProps,
  type KafkaEventBusStatus,
  type KafkaKeeperProps,
} from './event-bus/kafka.ts';
export {
  CalendarEventSource,
  type CalendarEventSourceProps,
  type CalendarEventSourceRefProps,
} from './event-source/calendar.ts';
export type { Collected, Dependency, DependencyOptions } from './event-source/dependency.ts';
export {
  EventSource,
  type EventSourceKindProps,
  type EventSourceProps,
  type EventSourceRefProps,
  eventSourceFromName,
  type IEventSource,
} from './event-source/event-source.ts';
export { WebhookEventSource, type WebhookEventSourceProps } from './event-source/webhook.ts';
export { Keeper, type KeeperProps } from './keeper/keeper.ts';
export type { Correlation, Single } from './sensor/correlation.ts';
export { type Dependencies, type Literal, Sensor, type SensorProps } from './sensor/sensor.ts';
export type { Action } from './trigger/action.ts';
export { type ArgoWorkflowParameterOf, argoWorkflow } from './trigger/argo-workflow.ts';
export { type HttpAction, http } from './trigger/http.ts';
export {
  type KubernetesObjectAction,
  type KubernetesPatchAction,
  kubernetes,
  type OfKind,
} from './trigger/kubernetes.ts';
export type { KubernetesObjects } from './trigger/kubernetes-objects.ts';
export type {
  JsonPatchOperation,
  KubernetesDeletion,
  KubernetesManifest,
  KubernetesObject,
  KubernetesPatch,
  PartOf,
} from './trigger/kubernetes-template.ts';
export { log } from './trigger/log.ts';
export type {
  Entry,
  Fired,
  FiredWith,
  RateLimit,
  Trigger,
  TriggerAction,
  TriggerBindings,
  TriggerCondition,
  Triggers,
} from './trigger/trigger.ts';
export { Worker, type WorkerPart, type WorkerProps } from './worker/worker.ts';
export type { NetworkPolicyOptions } from './workload/network-policy.ts';
export type { ApiAccess, Egress, PodNeeds } from './workload/pod-needs.ts';
export type { PodOptions } from './workload/pod-options.ts';
export type { AnyField, ContainerPatch, Fields, FieldsPatch, PodTemplatePatch } from './workload/pod-template-patch.ts';
