import type { SensorDocument } from '../../model/document/document.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import type { TriggerCounts } from '../partition/lane/ledger.ts';
import { noCounts } from '../partition/lane/ledger.ts';
import type { Subject } from '../support/observation.ts';
import { ManualClock } from '../support/testing/manual-clock.ts';
import { createMetrics } from './metrics.ts';

const trigger: TriggerName = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const subject = (storedAt?: number): Subject => ({
  trigger,
  address: { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' },
  event: { id: '1', source: '/ci/github', type: 't', time: '2026-01-01T00:00:00Z', data: new Uint8Array() },
  ...(storedAt !== undefined && { storedAt }),
});

function create({ clock = new ManualClock(), counts = [] as TriggerCounts[] } = {}) {
  const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus: { kind: 'memory', name: 'bus' } } as const;
  const sensor = {
    ...head,
    kind: 'Sensor',
    metadata: { name: 'deploy', worker: 'worker' },
    spec: { dependencies: {}, triggers: { announce: {} } },
  } as unknown as SensorDocument;
  const source = {
    ...head,
    kind: 'EventSource',
    metadata: { name: 'github', namespace: 'other', worker: 'worker' },
    spec: { kind: 'webhook', events: {} },
  } as const;
  return createMetrics({ documents: [source, sensor], namespace: 'ci', clock, counts: () => counts });
}

/** The samples of our own series, without buckets. */
async function samples(metrics: ReturnType<typeof createMetrics>): Promise<string[]> {
  const lines = (await metrics.text()).split('\n');
  return lines.filter((line) => line.startsWith('eventwright_') && !line.includes('_bucket'));
}

const at = 'namespace="ci",sensor="deploy",trigger="announce"';

it('every series is there from the start, at zero', async () => {
  expect(await samples(create())).toStrictEqual([
    'eventwright_event_source_events_total{namespace="other",event_source="github",outcome="stored"} 0',
    'eventwright_event_source_events_total{namespace="other",event_source="github",outcome="refused"} 0',
    'eventwright_event_source_failures_total{namespace="other",event_source="github"} 0',
    'eventwright_event_source_listening{namespace="other",event_source="github"} 0',
    `eventwright_trigger_events_total{${at},outcome="accepted"} 0`,
    `eventwright_trigger_events_total{${at},outcome="fired"} 0`,
    `eventwright_trigger_events_total{${at},outcome="filtered"} 0`,
    `eventwright_trigger_events_total{${at},outcome="joined"} 0`,
    `eventwright_trigger_events_total{${at},outcome="superseded"} 0`,
    `eventwright_trigger_events_total{${at},outcome="duplicate"} 0`,
    `eventwright_trigger_events_total{${at},outcome="expired"} 0`,
    `eventwright_trigger_events_total{${at},outcome="reset"} 0`,
    `eventwright_trigger_events_total{${at},outcome="deadLettered"} 0`,
    `eventwright_trigger_pending{${at}} 0`,
    `eventwright_trigger_retries_total{${at}} 0`,
    `eventwright_trigger_circuit_open{${at}} 0`,
    `eventwright_trigger_partitions_waiting{${at}} 0`,
    `eventwright_trigger_positions_lost_total{${at}} 0`,
    `eventwright_trigger_outcomes_lost_total{${at}} 0`,
    `eventwright_trigger_latency_seconds_sum{${at}} 0`,
    `eventwright_trigger_latency_seconds_count{${at}} 0`,
    'eventwright_intake_paused 0',
  ]);
});

it('accepted is what became of events, and what the ledger says is pending', async () => {
  const counts = [{ ...noCounts, trigger, accepted: 5, fired: 1, filtered: 1, deadLettered: 1, pending: 1 }];
  const metrics = create({ counts });
  for (let n = 0; n < 5; n++) metrics.observe({ kind: 'accepted', ...subject() });
  metrics.observe({ kind: 'fired', executionId: 'x', attempts: 1, ...subject() });
  metrics.observe({ kind: 'filtered', ...subject() });
  metrics.observe({ kind: 'reset', tick: 0, ...subject() });
  metrics.observe({ kind: 'deadLettered', reason: 'no', attempts: 3, ...subject() });
  expect(await samples(metrics)).toEqual(
    expect.arrayContaining([
      `eventwright_trigger_events_total{${at},outcome="accepted"} 5`,
      `eventwright_trigger_events_total{${at},outcome="fired"} 1`,
      `eventwright_trigger_events_total{${at},outcome="filtered"} 1`,
      `eventwright_trigger_events_total{${at},outcome="reset"} 1`,
      `eventwright_trigger_events_total{${at},outcome="deadLettered"} 1`,
      `eventwright_trigger_pending{${at}} 1`,
    ]),
  );
});

it('latency is from the store to the end of the action', async () => {
  const clock = new ManualClock(5_000);
  const metrics = create({ clock });
  metrics.observe({ kind: 'fired', executionId: 'x', attempts: 1, ...subject(3_500) });
  expect(await samples(metrics)).toContain(`eventwright_trigger_latency_seconds_sum{${at}} 1.5`);
});

it('of the partitions that wait each is counted until it begins, or is given up', async () => {
  const metrics = create();
  const seen: unknown[] = [];
  const steps = [
    [1, 'waits'],
    [2, 'waits'],
    [3, 'waits'],
    [2, 'waits'],
    [1, 'begins'],
    [3, 'leaves'],
  ] as const;
  for (const [partition, state] of steps) {
    metrics.observe({ kind: 'moving', trigger, partition, state });
    const line = (await samples(metrics)).find((one) => one.startsWith('eventwright_trigger_partitions_waiting'));
    seen.push(line?.split(' ')[1]);
  }
  expect(seen).toStrictEqual(['1', '2', '3', '3', '2', '1']);
});

it('a circuit and a source are what they were last', async () => {
  const metrics = create();
  metrics.observe({ kind: 'circuit', trigger, state: 'open', reason: 'away' });
  metrics.observe({ kind: 'listening', eventSource: 'other/github', where: '/push' });
  const lines = await samples(metrics);
  expect(lines).toContain(`eventwright_trigger_circuit_open{${at}} 1`);
  expect(lines).toContain('eventwright_event_source_listening{namespace="other",event_source="github"} 1');
});
