// A replica with sensors only and few executions under way, so that waiting for the target limits it and not the processor:
// `small-worker.ts <documents> <replica> <executions>`; answers each message once it owns what is placed on it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseDocument } from '../../model/document/parse-document.ts';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { startMembership } from '../../runtime/partition/membership/membership.ts';
import { startPartitions } from '../../runtime/partition/partitions.ts';
import { defaultTiming } from '../../runtime/partition/timing.ts';
import { openTriggers } from '../../runtime/worker/triggers.ts';
import { toBusContext } from '../support/bus-context.ts';
import { programNamespace } from '../support/program.ts';

const [, , folder = '', replica = '', executions] = process.argv;
const documents = readdirSync(folder)
  .map((name) => parseDocument(readFileSync(join(folder, name), 'utf8'), name))
  .filter((document) => document.kind === 'Sensor');
const [{ bus: spec }] = documents as [(typeof documents)[number]];
const context = toBusContext('worker');
const bus = await connectEventBus(spec, context);
const shared = {
  ...context,
  bus,
  namespace: programNamespace,
  worker: 'default',
  count: 16,
  timing: defaultTiming,
  random: Math.random,
  observe: () => {},
};
const { runnable } = await openTriggers({ ...shared, documents });
const partitions = startPartitions({
  ...shared,
  owner: replica,
  isLive: (owner) => membership.isLive(owner),
  triggers: runnable.map((trigger) => ({ ...trigger, maxInFlight: Number(executions) })),
  tasks: [],
});
const membership = startMembership({
  ...shared,
  replica,
  configHash: 'bench',
  onChange: partitions.place,
});
process.on('message', async () => {
  while (!membership.isLive(replica) || !partitions.readiness().ready) await delay(50);
  process.send?.({});
});
process.on('disconnect', () => process.exit());
process.send?.({});
