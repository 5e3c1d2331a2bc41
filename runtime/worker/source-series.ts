import { Counter, Gauge, type Registry } from 'prom-client';
import { counterAtZero, gaugeAtZero } from './at-zero.ts';
import { cached } from './cached.ts';

/** The series of an event source, by `<namespace>/<name>`. */
export function createSourceSeries(registry: Registry) {
  const registers = { registers: [registry] };
  const events = new Counter({
    name: 'eventwright_event_source_events_total',
    help: 'Events of a source that the bus stored, and requests that the source refused.',
    labelNames: ['namespace', 'event_source', 'outcome'],
    ...registers,
  });
  const failures = new Counter({
    name: 'eventwright_event_source_failures_total',
    help: 'How often a source stopped working and was started again.',
    labelNames: ['namespace', 'event_source'],
    ...registers,
  });
  const listening = new Gauge({
    name: 'eventwright_event_source_listening',
    help: 'Whether a source listens on this replica.',
    labelNames: ['namespace', 'event_source'],
    ...registers,
  });
  return cached((path: string) => {
    const [namespace = '', event_source = ''] = path.split('/');
    const labels = { namespace, event_source };
    return {
      stored: counterAtZero(events.labels({ ...labels, outcome: 'stored' })),
      refused: counterAtZero(events.labels({ ...labels, outcome: 'refused' })),
      failures: counterAtZero(failures.labels(labels)),
      listening: gaugeAtZero(listening.labels(labels)),
    };
  });
}
