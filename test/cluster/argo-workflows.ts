import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, toSourceFolder, workflowController } from '../../scripts/provision/pinned-program.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { startDaemon } from './daemon.ts';
import { startSocketForward } from './socket-forward.ts';

/** A control plane with the CRDs of Argo Workflows, and its controller where it was asked for. */
export async function startArgoWorkflows({ controller }: { readonly controller: boolean }): Promise<ControlPlane> {
  await using stack = new AsyncDisposableStack();
  const kubernetes = stack.use(await startControlPlane());
  await kubernetes.kubectl('apply', '--server-side', '-k', await findCrds());
  await kubernetes.kubectl('wait', '--for=condition=Established', 'crd', '--all');
  if (controller) stack.use(await startController(kubernetes));
  const started = stack.move();
  return { ...kubernetes, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Those of the module that the controller is built from. */
async function findCrds(): Promise<string> {
  const options = { cwd: toSourceFolder(workflowController) };
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', workflowController.of], options);
  return join(JSON.parse(stdout).Dir, 'manifests/base/crds/minimal');
}

/** It listens on all addresses, on a fixed port: so it has a network of its own, with nothing in it but a way to the API. */
async function startController(kubernetes: ControlPlane): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-argo-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const socket = join(folder, 'api.sock');
  const { port } = new URL(kubernetes.url);
  stack.use(await startSocketForward(socket, Number(port)));
  const settings = { name: 'workflow-controller-configmap', namespace: 'default' };
  const data = { metricsConfig: '{ enabled: false }' };
  await kubernetes.apply([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: settings, data }]);
  const way = join(folder, 'way.mjs');
  await writeFile(
    way,
    `import { connect, createServer } from 'node:net';
     createServer((inner) => {
       const outer = connect(${JSON.stringify(socket)});
       inner.pipe(outer).pipe(inner);
       for (const end of [inner, outer]) end.on('error', () => {}).on('close', () => { inner.destroy(); outer.destroy(); });
     }).listen(${port}, '127.0.0.1');`,
  );
  const flags = `--namespace default --executor-image none --kubeconfig ${kubernetes.kubeconfig} --qps 500 --burst 500`;
  // with its write-back it may overlook what follows its own write within milliseconds
  const script = `ip link set lo up
    setpriv --pdeathsig KILL ${process.execPath} ${way} &
    until (exec 3<>/dev/tcp/127.0.0.1/${port}) 2>/dev/null; do sleep 0.05; done
    LEADER_ELECTION_DISABLE=true INFORMER_WRITE_BACK=false exec ${findProgram(workflowController)} ${flags}`;
  stack.use(startDaemon({ command: ['unshare', '-rn', 'bash', '-c', script], log: join(folder, 'controller.log') }));
  const started = stack.move();
  return { [Symbol.asyncDispose]: () => started.disposeAsync() };
}
