import type { JetStreamAuth } from '../../../../model/event-bus/jetstream-auth.ts';
import type { BusPlan } from '../../contract.ts';
import { createBusContext } from '../../testing/bus-context.ts';
import { connectAdmin } from '../connect-admin.ts';
import { connectJetStream } from '../connection.ts';
import { toSpec } from './bus-spec.ts';

interface As {
  readonly auth?: JetStreamAuth;
  /** `name/key` → value. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Makes the streams of a bus; where the servers do not let anybody in, as somebody. */
export async function applyStreams(
  servers: string | readonly string[],
  plan: BusPlan = { quotas: {} },
  { auth, secrets }: As = {},
): Promise<void> {
  await using admin = connectAdmin(
    await connectJetStream(toSpec(servers, auth && { auth }), createBusContext(secrets)),
  );
  await admin.apply(plan);
}
