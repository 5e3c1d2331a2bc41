import { nkeys } from '@nats-io/nats-core';
import type { JetStreamEventBusSpec } from '../../../../model/event-bus/jetstream.ts';
import { deriveJetStreamUsers } from '../../../../model/event-bus/jetstream-users.ts';
import { toNatsAccount } from '../../../../model/event-bus/nats-users.ts';
import { issuedKeys } from '../../../../model/keeper/issued-secrets.ts';
import type { BusIssuing } from '../../contract.ts';
import { probeCredential } from './probe-credential.ts';

/** Each client has an nkey: it holds the seed, the servers know the public half. */
export const jetStreamIssuing: BusIssuing<JetStreamEventBusSpec> = {
  credentialKey: issuedKeys.seed,
  create: () => Buffer.from(nkeys.createUser().getSeed()).toString(),
  identify(seed) {
    try {
      return nkeys.fromSeed(Buffer.from(seed.trim())).getPublicKey();
    } catch {
      return undefined;
    }
  },
  derive: ({ spec, documents, namespace }) =>
    deriveJetStreamUsers({ bus: spec, documents, namespace }).map(({ client, publish, subscribe }) => ({
      client,
      grants: { publish, subscribe },
    })),
  render: (users) =>
    toNatsAccount(
      users.map(({ client, grants: { publish = [], subscribe = [] }, ids }) => ({
        user: { client, publish, subscribe },
        credentials: ids.map((nkey) => ({ nkey })),
      })),
    ),
  probe: probeCredential,
};
