import { until } from '../../runtime/support/testing/until.ts';
import { findProgram, kubernetes } from '../../scripts/provision/pinned-program.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import type { Credentials } from './credentials.ts';
import { type Daemon, startDaemon } from './daemon.ts';

export const podNetwork = '10.244.0.0/16';
export const serviceNetwork = '10.96.0.0/16';

interface ProcessOptions {
  readonly credentials: Credentials;
  readonly address: string;
  readonly port: number;
  /** Before each command, for example to enter a network namespace. */
  readonly prefix?: readonly string[];
  readonly controllerManagerFlags: readonly string[];
}

/** Starts etcd, the API server, the controllers and the scheduler; resolves once the controllers are at work. */
export async function startProcesses(options: ProcessOptions): Promise<ApiClient & AsyncDisposable> {
  const { credentials, address, port, prefix = [] } = options;
  const { file, kubeconfig } = credentials;
  await using stack = new AsyncDisposableStack();
  const binary = findProgram(kubernetes);
  const daemons: Daemon[] = [];
  const start = (component: string, ...flags: readonly string[]) => {
    const command = [...prefix, binary, component, ...flags] as [string, ...string[]];
    daemons.push(stack.use(startDaemon({ command, log: file(`${component}.log`), cwd: file('.') })));
  };
  const untilHolds = (holds: () => Promise<boolean>) =>
    until(() => {
      for (const daemon of daemons) daemon.check();
      return holds();
    }, 50);

  start('etcd', ...etcdFlags(file('etcd')));
  start('kube-apiserver', ...apiServerFlags(credentials, address, port));
  const api = stack.use(
    createApiClient({ url: credentials.url, ca: credentials.ca, token: credentials.token('admin') }),
  );
  await untilHolds(() => succeeds(api.get('/readyz')));
  // earlier they would meet roles that are not there yet, and wait for seconds
  start('kube-controller-manager', ...controllerManagerFlags(credentials), ...options.controllerManagerFlags);
  start(
    'kube-scheduler',
    `--kubeconfig=${kubeconfig('system:kube-scheduler')}`,
    '--secure-port=0',
    '--leader-elect=false',
  );
  await untilHolds(() => succeeds(api.get('/api/v1/namespaces/default/serviceaccounts/default')));
  const started = stack.move();
  return { ...api, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

function succeeds(answer: Promise<unknown>): Promise<boolean> {
  return answer.then(
    () => true,
    () => false,
  );
}

function etcdFlags(folder: string): readonly string[] {
  const peer = 'unix://peer:1';
  return [
    '--name=etcd',
    `--data-dir=${folder}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=unix://${folder}.sock`,
    '--advertise-client-urls=unix://client:1',
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=etcd=${peer}`,
  ];
}

function apiServerFlags({ file }: Credentials, address: string, port: number): readonly string[] {
  return [
    `--etcd-servers=unix://${file('etcd')}.sock`,
    `--bind-address=${address}`,
    `--advertise-address=${address}`,
    `--secure-port=${port}`,
    `--tls-cert-file=${file('api-server.crt')}`,
    `--tls-private-key-file=${file('api-server.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    `--token-auth-file=${file('tokens.csv')}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('service-accounts.pub')}`,
    `--service-account-signing-key-file=${file('service-accounts.key')}`,
    `--kubelet-client-certificate=${file('kubelet-client.crt')}`,
    `--kubelet-client-key=${file('kubelet-client.key')}`,
    `--kubelet-certificate-authority=${file('ca.crt')}`,
    '--kubelet-preferred-address-types=InternalIP',
    `--service-cluster-ip-range=${serviceNetwork}`,
    // a loopback address may not be an endpoint of the service `kubernetes`
    `--endpoint-reconciler-type=${address.startsWith('127.') ? 'none' : 'lease'}`,
  ];
}

function controllerManagerFlags({ file, kubeconfig }: Credentials): readonly string[] {
  return [
    `--kubeconfig=${kubeconfig('system:kube-controller-manager')}`,
    '--secure-port=0',
    '--leader-elect=false',
    '--use-service-account-credentials=true',
    // its own limits keep it idle for seconds at the start
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    `--service-account-private-key-file=${file('service-accounts.key')}`,
    `--root-ca-file=${file('ca.crt')}`,
    `--service-cluster-ip-range=${serviceNetwork}`,
  ];
}
