import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { toBusLabels } from '../event-bus/bus-labels.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { deletionGuard } from '../workload/deletion-guard.ts';

interface IssuedSecretProps {
  readonly name: string;
  readonly bus: IEventBus;
  /** Whether it stays where GitOps tools would delete it. */
  readonly guarded: boolean;
}

/** Adds a Secret for the keeper to fill in, which may not create any. Without `data`, whoever applies it leaves that alone. */
export function addIssuedSecret(scope: Construct, id: string, { name, bus, guarded }: IssuedSecretProps): ApiObject {
  return new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      labels: {
        'app.kubernetes.io/part-of': 'eventwright',
        'app.kubernetes.io/managed-by': 'eventwright-keeper',
        ...toBusLabels(bus),
      },
      ...(guarded && { annotations: deletionGuard }),
    },
    type: 'Opaque',
  });
}
