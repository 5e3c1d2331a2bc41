import type { BusPlan } from '../../contract.ts';
import { connectAdmin } from '../connect-admin.ts';
import { connectJetStream } from '../connection.ts';
import { createBusContext } from './bus-context.ts';
import { toSpec } from './bus-spec.ts';

/** Makes the streams of a bus on servers that let anybody in. */
export async function applyStreams(servers: string | readonly string[], plan: BusPlan = { quotas: {} }): Promise<void> {
  await using admin = connectAdmin(await connectJetStream(toSpec(servers), createBusContext()));
  await admin.apply(plan);
}
