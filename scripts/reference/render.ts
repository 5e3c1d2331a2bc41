import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { documentSchema } from '../../model/document/document.ts';
import { jetStreamEventBusSchema } from '../../model/event-bus/jetstream.ts';
import { kafkaEventBusSchema } from '../../model/event-bus/kafka.ts';
import { managedJetStreamSchema } from '../../model/event-bus/managed-jetstream.ts';
import { jetStreamServerSettingsSchema } from '../../model/event-bus/managed-jetstream-settings.ts';
import { calendarEventSchema } from '../../model/event-source/calendar.ts';
import { webhookEventSchema } from '../../model/event-source/webhook.ts';
import { keeperQuotasSchema, keeperSchema } from '../../model/keeper/keeper.ts';
import { toJsonSchema } from '../../model/schema.ts';
import { correlationSchema } from '../../model/sensor/correlation.ts';
import { dependencySchema } from '../../model/sensor/sensor.ts';
import { timeOfDaySchema } from '../../model/sensor/time-of-day.ts';
import { argoWorkflowActionSchema } from '../../model/trigger/argo-workflow.ts';
import {
  argoWorkflowRequestSchema,
  argoWorkflowResubmitRequestSchema,
  argoWorkflowResumeRequestSchema,
  argoWorkflowRetryRequestSchema,
  argoWorkflowSubmitRequestSchema,
} from '../../model/trigger/argo-workflow-request.ts';
import { dedupSchema } from '../../model/trigger/dedup.ts';
import { httpActionSchema, httpRequestSchema } from '../../model/trigger/http.ts';
import {
  kubernetesApplySchema,
  kubernetesDeleteSchema,
  kubernetesPatchSchema,
  kubernetesUpdateSchema,
} from '../../model/trigger/kubernetes.ts';
import { logActionSchema } from '../../model/trigger/log.ts';
import { resetSchema } from '../../model/trigger/reset.ts';
import { retrySchema } from '../../model/trigger/retry.ts';
import { deliverySchema } from '../../model/trigger/trigger.ts';
import { workerSchema } from '../../model/worker/worker-options.ts';
import { type OptionTable, toMarkdown } from './option-table.ts';

const jsonSchemaPath = 'docs/reference/eventwright.schema.json';
const argo = 'model/trigger/argo-workflow.ts';
const argoRequest = 'model/trigger/argo-workflow-request.ts';
const calendar = 'model/event-source/calendar.ts';
const http = 'model/trigger/http.ts';
const kubernetes = 'model/trigger/kubernetes.ts';
const jetstream = 'model/event-bus/jetstream.ts';
const kafka = 'model/event-bus/kafka.ts';
const kafkaSasl = 'model/event-bus/kafka-sasl.ts';
const worker = 'model/worker/worker-options.ts';

const pages: Readonly<Record<string, readonly OptionTable[]>> = {
  'docs/event-buses/jetstream.md': [
    { file: jetstream, interface: 'JetStreamEventBusConfig', schema: jetStreamEventBusSchema },
    { file: jetstream, interface: 'JetStreamTls', schema: jetStreamEventBusSchema, at: ['properties', 'tls'] },
    {
      file: 'model/event-bus/managed-jetstream.ts',
      interface: 'ManagedJetStreamOptions',
      schema: managedJetStreamSchema,
    },
    {
      file: 'model/event-bus/managed-jetstream-settings.ts',
      interface: 'JetStreamServerSettings',
      schema: jetStreamServerSettingsSchema,
    },
  ],
  'docs/event-buses/kafka.md': [
    { file: kafka, interface: 'KafkaEventBusConfig', schema: kafkaEventBusSchema },
    { file: kafka, interface: 'KafkaVersions', schema: kafkaEventBusSchema, at: ['properties', 'versions'] },
    {
      file: kafkaSasl,
      interface: 'KafkaPassword',
      schema: kafkaEventBusSchema,
      at: ['properties', 'sasl', 'oneOf', 0],
    },
    {
      file: kafkaSasl,
      interface: 'KafkaOAuthBearer',
      schema: kafkaEventBusSchema,
      at: ['properties', 'sasl', 'oneOf', 3],
    },
    { file: kafka, interface: 'KafkaTls', schema: kafkaEventBusSchema, at: ['properties', 'tls'] },
    { file: kafka, interface: 'KafkaProducer', schema: kafkaEventBusSchema, at: ['properties', 'producer'] },
  ],
  'docs/event-sources/webhook.md': [
    { file: 'model/event-source/webhook.ts', interface: 'WebhookEvent', schema: webhookEventSchema },
    { file: 'model/event-source/webhook.ts', interface: 'WebhookMeta' },
  ],
  'docs/event-sources/calendar.md': [
    { file: calendar, interface: 'CalendarScheduleOptions', schema: calendarEventSchema, at: ['anyOf', 0] },
    { file: calendar, interface: 'CalendarIntervalOptions', schema: calendarEventSchema, at: ['anyOf', 1] },
    { file: calendar, interface: 'CatchUp', schema: calendarEventSchema, at: ['anyOf', 0, 'properties', 'catchUp'] },
  ],
  'docs/keeper.md': [
    { file: 'model/keeper/keeper.ts', interface: 'KeeperOptions', schema: keeperSchema },
    { file: 'model/keeper/keeper.ts', interface: 'KeeperQuotas', schema: keeperQuotasSchema },
  ],
  'docs/sensors.md': [
    { file: 'constructs/event-source/dependency.ts', interface: 'DependencyOptions', schema: dependencySchema },
    { file: 'model/sensor/time-of-day.ts', interface: 'TimeOfDay', schema: timeOfDaySchema },
    { file: 'constructs/sensor/correlation.ts', interface: 'Correlation', schema: correlationSchema },
    { file: 'model/trigger/reset.ts', interface: 'Reset', schema: resetSchema },
    { file: 'model/trigger/dedup.ts', interface: 'Dedup', schema: dedupSchema },
  ],
  'docs/workers.md': [
    { file: worker, interface: 'WorkerOptions', schema: workerSchema },
    { file: worker, interface: 'Autoscaling', schema: workerSchema, at: ['properties', 'autoscaling'] },
    { file: worker, interface: 'WorkerIngress', schema: workerSchema, at: ['properties', 'ingress'] },
    { file: worker, interface: 'WorkerHttpRoute', schema: workerSchema, at: ['properties', 'httpRoute'] },
  ],
  'docs/triggers/argo-workflow.md': [
    { file: argo, interface: 'ArgoWorkflowOptions' },
    {
      file: argo,
      interface: 'ArgoWorkflowSubmitOptions',
      schema: argoWorkflowActionSchema,
      at: ['oneOf', 0],
      own: true,
    },
    {
      file: argo,
      interface: 'ArgoWorkflowResubmitOptions',
      schema: argoWorkflowActionSchema,
      at: ['oneOf', 1],
      own: true,
    },
    { file: argoRequest, interface: 'ArgoWorkflowSubmitRequest', schema: argoWorkflowSubmitRequestSchema },
    { file: argoRequest, interface: 'ArgoWorkflowRequest', schema: argoWorkflowRequestSchema },
    { file: argoRequest, interface: 'ArgoWorkflowResumeRequest', schema: argoWorkflowResumeRequestSchema, own: true },
    { file: argoRequest, interface: 'ArgoWorkflowRetryRequest', schema: argoWorkflowRetryRequestSchema, own: true },
    {
      file: argoRequest,
      interface: 'ArgoWorkflowResubmitRequest',
      schema: argoWorkflowResubmitRequestSchema,
      own: true,
    },
  ],
  'docs/triggers/http.md': [
    { file: http, interface: 'HttpOptions', schema: httpActionSchema },
    { file: http, interface: 'HttpTls', schema: httpActionSchema, at: ['properties', 'tls'] },
    { file: http, interface: 'HttpRequest', schema: httpRequestSchema },
  ],
  'docs/triggers/kubernetes.md': [
    { file: kubernetes, interface: 'KubernetesTargetOptions' },
    { file: kubernetes, interface: 'KubernetesApplyOptions', schema: kubernetesApplySchema, own: true },
    { file: kubernetes, interface: 'KubernetesUpdateOptions', schema: kubernetesUpdateSchema, own: true },
    { file: kubernetes, interface: 'KubernetesPatchOptions', schema: kubernetesPatchSchema, own: true },
    { file: kubernetes, interface: 'KubernetesDeleteOptions', schema: kubernetesDeleteSchema, own: true },
    { file: 'constructs/trigger/kubernetes-template.ts', interface: 'KubernetesPatch' },
    { file: 'constructs/trigger/kubernetes-template.ts', interface: 'KubernetesDeletion' },
  ],
  'docs/triggers/log.md': [{ file: 'model/trigger/log.ts', interface: 'LogOptions', schema: logActionSchema }],
  'docs/triggers/delivery.md': [
    { file: 'model/trigger/trigger.ts', interface: 'DeliveryOptions', schema: deliverySchema },
    { file: 'model/trigger/retry.ts', interface: 'Backoff', schema: retrySchema },
  ],
};

/** Every generated file, or page with generated parts, as it should be. */
export function renderReference(): ReadonlyMap<string, string> {
  const sources = Object.values(pages).flatMap((tables) => tables.map(({ file }) => file));
  const program = ts.createProgram([...new Set(sources)], { noEmit: true });
  const rendered = Object.entries(pages).map(([path, tables]) => [path, fill(path, tables, program)] as const);
  return new Map([[jsonSchemaPath, renderJsonSchema()], ...rendered]);
}

/** As `npm run format` would leave it. */
function renderJsonSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A configuration document of Eventwright: one event source, sensor or keeper',
    ...toJsonSchema(documentSchema),
  };
  const biome = ['node_modules/@biomejs/biome/bin/biome', 'format', `--stdin-file-path=${jsonSchemaPath}`];
  return execFileSync(process.execPath, biome, { input: JSON.stringify(schema), encoding: 'utf8' });
}

/** The page with each table between its markers. */
function fill(path: string, tables: readonly OptionTable[], program: ts.Program): string {
  return tables.reduce(
    (text, table) => {
      const begin = `<!-- options of ${table.interface} -->\n`;
      const from = text.indexOf(begin);
      const to = text.indexOf('<!-- end -->', from);
      if (from < 0 || to < 0) throw new Error(`${path} lacks '${begin.trim()}' or the '<!-- end -->' after it`);
      return `${text.slice(0, from + begin.length)}${toMarkdown(table, program)}\n${text.slice(to)}`;
    },
    readFileSync(path, 'utf8'),
  );
}
