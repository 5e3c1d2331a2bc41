import type { Construct } from 'constructs';
import { toClientSecret } from '../../model/keeper/issued-secrets.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { addIssuedSecret } from '../keeper/issued-secret.ts';
import { documentAccess, toSecretAccess } from '../keeper/keeper-access.ts';
import { addApiRole, ownNamespace, toRoleName } from '../workload/api-role.ts';

interface KeeperRightsProps {
  /** Of the worker's objects. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly worker: string;
  readonly bus: IEventBus;
}

/** Lets the keeper of a bus find a worker's documents, and fill in the Secret with which the worker connects. */
export function addKeeperRights(scope: Construct, { name, labels, worker, bus }: KeeperRightsProps): void {
  if (!bus.deployment) return;
  const { keeperServiceAccount, namespace } = bus.deployment;
  const own = ownNamespace(scope);
  const secret = toClientSecret({ component: 'worker', name: worker });
  addIssuedSecret(scope, 'bus-secret', { name: secret, bus, guarded: false });
  addApiRole(scope, 'keeper-role', {
    name: toRoleName(name, 'keeper'),
    namespace: own,
    labels,
    subject: { name: keeperServiceAccount, namespace: namespace ?? own },
    access: () => [documentAccess, toSecretAccess([secret])],
  });
}
