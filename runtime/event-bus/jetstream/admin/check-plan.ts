import type { StreamInfo } from '@nats-io/jetstream';
import { forgetsOldest } from '../../../../model/event-bus/forgets-oldest.ts';
import { streamNames, streamSubjects } from '../../../../model/event-bus/jetstream-streams.ts';
import type { StoreName } from '../../contract.ts';
import { EventBusError } from '../../error.ts';
import type { JetStreamConnection } from '../connection.ts';
import { ask } from './ask.ts';
import { fixedSettings, type StreamSettings } from './stream-settings.ts';

/** What is to become of a store's stream. */
export interface Step {
  readonly store: StoreName;
  readonly found: StreamInfo | undefined;
  readonly wanted: StreamSettings;
}

/** Rejects with `planRefused`, and the procedure, where a step would lose something or cannot be taken. Changes nothing. */
export async function checkPlan(connection: JetStreamConnection, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    checkCluster(connection, step);
    checkFixed(step);
    checkFits(step);
    await checkSubjects(connection, step.store);
  }
}

// 2.10 takes it, and the copies never come.
function checkCluster({ nats }: JetStreamConnection, { wanted: { name, num_replicas: copies } }: Step): void {
  if (copies > 1 && !nats.info?.cluster)
    throw refused(
      `stream ${name}: ${copies} copies need a cluster of ${copies} servers, and this is one server; ask for 1 replica`,
    );
}

function checkFixed({ found, wanted }: Step): void {
  if (!found) return;
  const { config } = found;
  const copied = ['mirror', 'sources', 'subject_transform'] as const;
  const wrong =
    fixedSettings.find((name) => JSON.stringify(config[name] ?? false) !== JSON.stringify(wanted[name])) ??
    copied.find((name) => config[name] !== undefined);
  if (wrong)
    throw refused(
      `stream ${wanted.name} has '${wrong}' ${JSON.stringify(config[wrong])}, which cannot be changed without loss; back it up, delete it (nats stream rm ${wanted.name}), and apply again`,
    );
}

// Servers refuse every message until there is room again; those before 2.10 delete the oldest.
function checkFits({ store, found, wanted }: Step): void {
  if (!found || forgetsOldest(store)) return;
  const { bytes } = found.state;
  const before = found.config.max_bytes;
  if (wanted.max_bytes >= bytes || (before > 0 && wanted.max_bytes >= before)) return;
  throw refused(
    `stream ${wanted.name} holds ${bytes} bytes, more than the quota of ${wanted.max_bytes} that is asked for; trim it, or wait until the keeper has, then apply again; or ask for at least ${bytes}`,
  );
}

async function checkSubjects(connection: JetStreamConnection, store: StoreName): Promise<void> {
  const subject = streamSubjects[store];
  const { streams } = await ask<{ streams: readonly string[] | null }>(connection, {
    subject: 'STREAM.NAMES',
    body: { subject },
  });
  const foreign = streams?.find((name) => name !== streamNames[store]);
  if (foreign)
    throw refused(
      `stream ${foreign} takes subjects of '${subject}', which belong to ${streamNames[store]}; take them away from it (nats stream edit ${foreign} --subjects), then apply again`,
    );
}

function refused(message: string): EventBusError {
  return new EventBusError('planRefused', message);
}
