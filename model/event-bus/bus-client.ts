/** Who connects to a bus. A component has its own user there; its replicas share it. */
export interface BusClient {
  readonly component: 'worker' | 'keeper' | 'operator';
  readonly namespace: string;
  /** Of the worker, the keeper, or who operates. */
  readonly name: string;
  /** Unique to the process. */
  readonly replica: string;
}

/** What the servers are told of who connects: `worker ci/main main-0`. */
export function toConnectionName({ component, namespace, name, replica }: BusClient): string {
  return `${component} ${namespace}/${name} ${replica}`;
}

/** The subjects below which a component is answered, so that none reads another's answers: `_INBOX.worker.ci.main`. */
export function toInboxPrefix({ component, namespace, name }: Omit<BusClient, 'replica'>): string {
  return `_INBOX.${[component, namespace, name].map(toToken).join('.')}`;
}

/** The name by which a component's user is known where a program decides it: `worker.ci.main`. */
export function toUserName({ component, namespace, name }: Omit<BusClient, 'replica'>): string {
  return `${component}.${namespace}.${name}`;
}

/** A variable of its own for each user: `EW_WORKER_CI_MAIN`. A dash in a name is two underscores. */
export function toUserVariable({ component, namespace, name }: Omit<BusClient, 'replica'>): string {
  const tokens = [component, namespace, name].map((token) => token.replaceAll('-', '__'));
  return `EW_${tokens.join('_')}`.toUpperCase();
}

/** No dot and no wildcard: each would be another subject. */
function toToken(name: string): string {
  return name.replace(/[^-\w]/g, '_');
}
