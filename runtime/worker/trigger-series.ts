import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { counterAtZero, gaugeAtZero } from './at-zero.ts';
import { cached, cachedBy } from './cached.ts';

const latencySeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** The series of a trigger. */
export function createTriggerSeries(registry: Registry) {
  const registers = { registers: [registry] };
  const labelNames = ['namespace', 'sensor', 'trigger'] as const;
  const events = new Counter({
    name: 'eventwright_trigger_events_total',
    help: 'Events that a trigger was given (accepted), and what became of them.',
    labelNames: [...labelNames, 'outcome'],
    ...registers,
  });
  const pending = new Gauge({
    name: 'eventwright_trigger_pending',
    help: 'Events that a trigger was given on this replica and is not done with.',
    labelNames,
    ...registers,
  });
  const retries = new Counter({
    name: 'eventwright_trigger_retries_total',
    help: 'Attempts that failed and are followed by another.',
    labelNames,
    ...registers,
  });
  const circuitOpen = new Gauge({
    name: 'eventwright_trigger_circuit_open',
    help: "Whether a trigger's target is away, so that its events wait on the bus.",
    labelNames,
    ...registers,
  });
  const partitionsWaiting = new Gauge({
    name: 'eventwright_trigger_partitions_waiting',
    help: 'Partitions on this replica in which a trigger waits until all partitions follow its change.',
    labelNames,
    ...registers,
  });
  const positionsLost = new Counter({
    name: 'eventwright_trigger_positions_lost_total',
    help: 'How often events that a trigger had not seen were gone from the bus.',
    labelNames,
    ...registers,
  });
  const outcomesLost = new Counter({
    name: 'eventwright_trigger_outcomes_lost_total',
    help: 'Records of what became of events that the bus did not take in time.',
    labelNames,
    ...registers,
  });
  const latency = new Histogram({
    name: 'eventwright_trigger_latency_seconds',
    help: 'From the moment the bus stored an event to the end of the action.',
    labelNames,
    buckets: latencySeconds,
    ...registers,
  });
  const byKey = cachedBy(toTriggerKey, ({ namespace, sensor, trigger }: TriggerName) => {
    const labels = { namespace, sensor, trigger };
    const outcome = (name: string) => counterAtZero(events.labels({ ...labels, outcome: name }));
    latency.zero(labels);
    return {
      accepted: outcome('accepted'),
      fired: outcome('fired'),
      filtered: outcome('filtered'),
      joined: outcome('joined'),
      superseded: outcome('superseded'),
      duplicate: outcome('duplicate'),
      expired: outcome('expired'),
      reset: outcome('reset'),
      deadLettered: outcome('deadLettered'),
      pending: gaugeAtZero(pending.labels(labels)),
      retries: counterAtZero(retries.labels(labels)),
      circuitOpen: gaugeAtZero(circuitOpen.labels(labels)),
      partitionsWaiting: gaugeAtZero(partitionsWaiting.labels(labels)),
      /** The partitions that wait. */
      waiting: new Set<number>(),
      positionsLost: counterAtZero(positionsLost.labels(labels)),
      outcomesLost: counterAtZero(outcomesLost.labels(labels)),
      latency: latency.labels(labels),
    };
  });
  // each event of a trigger brings the same name object, which spares making the key
  return cached(byKey);
}
