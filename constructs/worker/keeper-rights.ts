import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { toClientSecret } from '../../model/keeper/issued-secrets.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { addApiRole, ownNamespace } from '../workload/api-role.ts';

interface KeeperRightsProps {
  /** Of the worker's objects. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly worker: string;
  readonly bus: IEventBus;
}

/** Lets the keeper of a bus find a worker's documents, and write the Secret with which the worker connects. */
export function addKeeperRights(scope: Construct, { name, labels, worker, bus }: KeeperRightsProps): void {
  if (!bus.deployment) return;
  const { keeperServiceAccount, namespace } = bus.deployment;
  const own = ownNamespace(scope);
  const secret = toClientSecret({ component: 'worker', name: worker });
  addApiRole(scope, 'keeper-role', {
    name: `${name}-keeper`,
    namespace: Chart.of(scope).namespace ?? own,
    labels,
    subject: { name: keeperServiceAccount, namespace: namespace ?? own },
    access: () => [
      { apiGroup: '', resource: 'configmaps', verbs: ['get', 'list', 'watch'] },
      { apiGroup: '', resource: 'secrets', verbs: ['create'] },
      { apiGroup: '', resource: 'secrets', verbs: ['get', 'patch', 'update'], names: [secret] },
    ],
  });
}
