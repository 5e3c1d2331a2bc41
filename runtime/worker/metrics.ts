import { Gauge, Registry } from 'prom-client';
import type { WorkerDocument } from '../../model/document/document.ts';
import type { TriggerCounts } from '../partition/lane/ledger.ts';
import { addProcessMetrics } from '../process/process-metrics.ts';
import type { Clock } from '../support/clock.ts';
import type { Observation, Observe } from '../support/observation.ts';
import { gaugeAtZero } from './at-zero.ts';
import { createSourceSeries } from './source-series.ts';
import { createTriggerSeries } from './trigger-series.ts';

/** What a replica counts, in Prometheus' text format. */
export interface Metrics {
  readonly observe: Observe;
  readonly contentType: string;
  text(): Promise<string>;
}

interface MetricsOptions {
  readonly documents: readonly WorkerDocument[];
  readonly namespace: string;
  readonly clock: Clock;
  /** The ledger of each trigger on this replica, when it is scraped. */
  readonly counts: () => readonly TriggerCounts[];
}

/** Each event that a trigger accepted ends in one of these. */
type Settled = Extract<
  Observation,
  { kind: 'fired' | 'filtered' | 'joined' | 'superseded' | 'duplicate' | 'expired' | 'reset' | 'deadLettered' }
>;

/** Every series is there from the start, at zero, so that rates and alerts see the first event. */
export function createMetrics({ documents, namespace, clock, counts }: MetricsOptions): Metrics {
  const registry = new Registry();
  const sources = createSourceSeries(registry);
  const triggers = createTriggerSeries(registry);
  const intakePaused = gaugeAtZero(
    new Gauge({
      name: 'eventwright_intake_paused',
      help: 'Whether no trigger is given events, because the journals on the bus are too full.',
      registers: [registry],
    }),
  );
  addProcessMetrics(registry);
  for (const document of documents) {
    const own = document.metadata.namespace ?? namespace;
    if (document.kind === 'EventSource') sources(`${own}/${document.metadata.name}`);
    else
      for (const trigger of Object.keys(document.spec.triggers))
        triggers({ namespace: own, sensor: document.metadata.name, trigger });
  }
  return {
    contentType: registry.contentType,
    observe,
    text() {
      for (const { trigger, pending } of counts()) triggers(trigger).pending.set(pending);
      return registry.metrics();
    },
  };

  function observe(observation: Observation): void {
    switch (observation.kind) {
      case 'stored':
        sources(`${observation.address.namespace}/${observation.address.eventSource}`).stored.inc();
        break;
      case 'refused':
        sources(observation.eventSource).refused.inc();
        break;
      case 'listening':
        sources(observation.eventSource).listening.set(1);
        break;
      case 'sourceFailed':
        sources(observation.eventSource).failures.inc();
        sources(observation.eventSource).listening.set(0);
        break;
      case 'circuit':
        triggers(observation.trigger).circuitOpen.set(observation.state === 'open' ? 1 : 0);
        break;
      case 'retrying':
        triggers(observation.trigger).retries.inc();
        break;
      case 'accepted':
        triggers(observation.trigger).accepted.inc();
        break;
      case 'intake':
        intakePaused.set(observation.state === 'paused' ? 1 : 0);
        break;
      case 'moving': {
        const { waiting, partitionsWaiting } = triggers(observation.trigger);
        if (observation.state === 'waits') waiting.add(observation.partition);
        else waiting.delete(observation.partition);
        partitionsWaiting.set(waiting.size);
        break;
      }
      case 'positionLost':
        triggers(observation.trigger).positionsLost.inc();
        break;
      case 'outcomesLost':
        triggers(observation.trigger).outcomesLost.inc(observation.count);
        break;
      default:
        settle(observation);
    }
  }

  function settle(observation: Settled): void {
    const series = triggers(observation.trigger);
    series[observation.kind].inc();
    if (observation.kind === 'fired' && observation.storedAt !== undefined)
      series.latency.observe(Math.max(0, clock.now() - observation.storedAt) / 1000);
  }
}
