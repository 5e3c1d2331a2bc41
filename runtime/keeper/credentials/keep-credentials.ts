import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import type { KeeperSpec } from '../../../model/keeper/keeper.ts';
import { loadBusIssuing } from '../../event-bus/index.ts';
import type { Clock } from '../../support/clock.ts';
import { connectKubernetes } from '../../support/kubernetes/connect.ts';
import type { Log } from '../../support/log.ts';
import type { Secrets } from '../../support/secrets.ts';
import type { KnownDocuments } from '../documents/document-feed.ts';
import { Issuer } from './issuer.ts';
import { PodNudge } from './pods.ts';
import { createSecretStore } from './secret-store.ts';
import { type Issuing, type IssuingOptions, startIssuing } from './start-issuing.ts';
import { issuingTiming } from './timing.ts';

export interface KeepCredentialsOptions extends Pick<IssuingOptions, 'onRound'> {
  /** Asked before each round. */
  readonly declared: () => Pick<KnownDocuments, 'documents' | 'isComplete'> & { readonly spec: KeeperSpec };
  readonly bus: EventBusSpec;
  /** Where the keeper and the servers run. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the credentials of a bus whose servers the same cluster runs; nothing for any other. */
export async function keepCredentials(
  options: KeepCredentialsOptions,
  others: Pick<Secrets, 'read'>,
): Promise<Issuing | undefined> {
  const { bus, namespace, declared } = options;
  const { servers } = declared().spec;
  if (!servers) return undefined;
  const issuing = await loadBusIssuing(bus);
  if (!issuing)
    throw new InvalidSpecError(`event bus '${bus.name}': there are no credentials to make; take 'servers' out`);
  const client = await connectKubernetes();
  const ended = new AbortController();
  const { signal } = ended;
  const issuer = new Issuer({
    ...options,
    store: createSecretStore({ client, bus: bus.name, namespace, signal }),
    pods: new PodNudge({ client, namespace, pods: servers.pods, signal }),
    issuing,
    timing: issuingTiming,
  });
  const issuance = () => {
    const now = declared();
    return { ...now, servers: now.spec.servers ?? servers };
  };
  const started = startIssuing({ ...options, issuer, issuance }, others);
  return {
    nudge: started.nudge,
    secrets: started.secrets,
    get problems() {
      return started.problems;
    },
    async [Symbol.asyncDispose]() {
      ended.abort(new DOMException('the keeper ends', 'AbortError'));
      await started[Symbol.asyncDispose]();
      await client[Symbol.asyncDispose]();
    },
  };
}
