import { Counter, Gauge, Registry } from 'prom-client';
import { addProcessMetrics } from '../process/process-metrics.ts';
import type { IssuingReport } from './credentials/issuer.ts';
import type { Report } from './round.ts';
import { storesOf } from './stores-of.ts';

/** What a keeper found last, in Prometheus' text format. */
export interface KeeperMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** Every series is of this round; what is gone from the bus is gone from here. */
  observe(report: Report): void;
  /** A round over the credentials, at a time; an error where it came to nothing. */
  observeIssuing(outcome: IssuingReport | Error, nowMs: number): void;
  /** How many documents and namespaces are left out. */
  observeLeftOut(count: number): void;
}

export function createKeeperMetrics(): KeeperMetrics {
  const registry = new Registry();
  addProcessMetrics(registry);
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name: `eventwright_${name}`, help, labelNames, registers: [registry] });
  const ofRound: Gauge[] = [];
  const roundGauge: typeof gauge = (...options) => {
    const made = gauge(...options);
    ofRound.push(made);
    return made;
  };
  const fill = roundGauge('bus_fill_ratio', 'How full a store is, from 0 to 1.', ['store']);
  const bytes = roundGauge('bus_bytes', 'What a store holds.', ['store']);
  const quota = roundGauge('bus_quota_bytes', 'What a store may hold.', ['store']);
  const wanted = roundGauge('bus_replicas_wanted', 'How many copies of a store there should be.', ['store']);
  const current = roundGauge('bus_replicas_current', 'How many copies of a store are up to date.', ['store']);
  const refused = gauge('bus_plan_refused', 'Whether the bus cannot become what the plan says.', []);
  const ofTrigger = ['namespace', 'sensor', 'trigger'] as const;
  const lag = roundGauge('trigger_lag_events', 'Events that a trigger is not done with, or more.', ofTrigger);
  const used = roundGauge(
    'trigger_retention_used_ratio',
    'How much of the time for which the bus keeps events has passed for the oldest that a trigger is not done with.',
    ofTrigger,
  );
  const absent = roundGauge('bus_orphan_since_seconds', 'Since when nobody declares what the bus holds.', ['name']);

  const expiry = gauge('certificate_expiry_seconds', 'When a certificate expires, in seconds since 1970.', ['secret']);
  const issued = gauge('credentials_checked_seconds', 'When the credentials were last seen to be right.', []);
  const leftOut = gauge('documents_left_out', 'Documents and namespaces that cannot be read.', []);
  const issuingErrors = new Counter({
    name: 'eventwright_credentials_errors_total',
    help: 'What could not be done for credentials.',
    registers: [registry],
  });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe(report) {
      for (const one of ofRound) one.reset();
      refused.set(report.refused === undefined ? 0 : 1);
      for (const { name: store, state } of storesOf(report.state)) {
        bytes.set({ store }, state.bytes);
        quota.set({ store }, state.quota.maxBytes);
        fill.set({ store }, state.quota.maxBytes > 0 ? state.bytes / state.quota.maxBytes : 0);
        wanted.set({ store }, state.replicas.wanted);
        current.set({ store }, state.replicas.current);
      }
      for (const { declared, pending, retentionUsed } of report.lags) {
        if (pending !== undefined) lag.set({ ...declared.trigger }, pending);
        if (retentionUsed !== undefined) used.set({ ...declared.trigger }, retentionUsed);
      }
      for (const [name, { since }] of Object.entries(report.absent)) absent.set({ name }, Date.parse(since) / 1000);
    },
    observeIssuing(outcome, nowMs) {
      if (outcome instanceof Error) return issuingErrors.inc();
      issuingErrors.inc(outcome.problems.length);
      if (outcome.problems.length === 0) issued.set(nowMs / 1000);
      expiry.reset();
      for (const [secret, atMs] of Object.entries(outcome.expiries)) expiry.set({ secret }, atMs / 1000);
    },
    observeLeftOut: (count) => leftOut.set(count),
  };
}
