import type { StreamInfo } from '@nats-io/jetstream';
import type { BusPlan } from '../../contract.ts';
import { BusRefusedError } from '../../error.ts';
import type { JetStreamConnection } from '../connection.ts';
import { apiCodeOf, ask } from './ask.ts';
import { checkPlan, type Step } from './check-plan.ts';
import { explainRefusal } from './explain-refusal.ts';
import { differing, stores, toStreamSettings } from './stream-settings.ts';
import { readStream } from './stream-state.ts';

/** Brings the streams to a plan, and tells each change in a sentence. Goes on from wherever an earlier try ended. */
export async function applyPlan(connection: JetStreamConnection, plan: BusPlan): Promise<readonly string[]> {
  const steps: Step[] = [];
  for (const store of stores) {
    const found = await readStream(connection, store);
    steps.push({ store, found, wanted: toStreamSettings(store, plan, found?.config) });
  }
  await checkPlan(connection, steps);
  const changes: string[] = [];
  const due = steps.filter(({ found, wanted }) => !found || differing(wanted, found.config).length > 0);
  for (const step of due) {
    const change = describe(step);
    await write(connection, step);
    connection.log.info(change);
    changes.push(change);
  }
  return changes;
}

const moreThanAccountAllows = 10026;
const asAccountAllows = -1;

async function write(connection: JetStreamConnection, step: Step): Promise<void> {
  const { found, wanted } = step;
  const subject = `STREAM.${found ? 'UPDATE' : 'CREATE'}.${wanted.name}`;
  // what is not ours stays as it is
  const body = { ...found?.config, ...wanted };
  const written = await ask<StreamInfo>(connection, { subject, body }).catch((error: unknown) => {
    const isTooMany = apiCodeOf(error) === moreThanAccountAllows && wanted.max_consumers !== asAccountAllows;
    if (!isTooMany) throw explainRefusal(error, connection, step);
  });
  if (!written) return write(connection, { ...step, wanted: { ...wanted, max_consumers: asAccountAllows } });
  const [name] = differing(wanted, written.config);
  if (name !== undefined)
    throw new BusRefusedError(
      `stream ${wanted.name}: the server, version ${connection.nats.info?.version}, did not take '${name}': it is ${JSON.stringify(written.config[name])}, not ${JSON.stringify(wanted[name])}; use a newer one`,
    );
}

function describe({ found, wanted }: Step): string {
  const { name, max_bytes: bytes, num_replicas: copies } = wanted;
  if (!found) return `${name}: made, for ${bytes} bytes, in ${copies === 1 ? 'one copy' : `${copies} copies`}`;
  const changes = differing(wanted, found.config).map(
    (setting) => `${setting} ${show(setting, found.config[setting])} is now ${show(setting, wanted[setting])}`,
  );
  const alone = copies === 1 && found.config.num_replicas > 1;
  return `${name}: ${changes.join(', ')}${alone ? '; what it holds is lost with the one server that keeps it' : ''}`;
}

/** Times are nanoseconds to the server. */
function show(setting: string, value: unknown): string {
  const isTime = setting === 'max_age' || setting === 'duplicate_window';
  return isTime && typeof value === 'number' ? `${value / 1e9}s` : JSON.stringify(value ?? false);
}
