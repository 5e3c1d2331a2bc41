import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { App, Chart, Testing } from 'cdk8s';
import { CalendarEventSource, JetStreamEventBus, Worker, type WorkerProps } from 'eventwright';
import { findProgram, kubernetes as program } from '../scripts/provision/pinned-program.ts';
import type { KubernetesObject } from './cluster/api-client.ts';
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts';
import { runCommand } from './cluster/run-command.ts';

let kubernetes: ControlPlane;

beforeAll(async () => {
  kubernetes = await startControlPlane();
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://nats.messaging:4222'] });
const fixed = { replicas: 3 };
const autoscaled = { replicas: 3, autoscaling: { maxReplicas: 6, cpu: '70%' } } as const;

function objectsOf(namespace: string, props: Partial<WorkerProps>): readonly KubernetesObject[] {
  const chart = new Chart(new App(), 'ci', { namespace });
  const worker = new Worker(chart, 'edge', { bus, ...props });
  new CalendarEventSource(chart, 'clock', { bus, worker, events: { tick: { interval: '5m' } } });
  return Testing.synth(chart) as KubernetesObject[];
}

/** What a worker is applied by, in a namespace of its own. */
async function deploy(...flags: readonly string[]) {
  const namespace = await kubernetes.createNamespace();
  const folder = await mkdtemp(join(tmpdir(), 'autoscaling-'));
  const write = async (items: readonly KubernetesObject[]) => {
    const path = join(folder, 'manifests.json');
    await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    return path;
  };
  const deployment = ['deployment/edge-worker', '-n', namespace];
  return {
    namespace,
    write,
    apply: async (props: Partial<WorkerProps>) =>
      kubernetes.kubectl('apply', ...flags, '-f', await write(objectsOf(namespace, props))),
    deployment,
    replicas: () => kubernetes.kubectl('get', ...deployment, '-o', 'jsonpath={.spec.replicas}'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

describe('an autoscaler is added to a worker of three replicas', () => {
  it('whose replicas are handed over before kubectl apply, and stay', async () => {
    await using worker = await deploy();
    await worker.apply(fixed);
    const editor = `KUBE_EDITOR=sed -i '/^  replicas:/d'`;
    const kubectl = [findProgram(program), 'kubectl', `--kubeconfig=${kubernetes.kubeconfig}`];
    await runCommand('env', editor, ...kubectl, 'apply', 'edit-last-applied', ...worker.deployment);
    await worker.apply(autoscaled);
    expect(await worker.replicas()).toBe('3');
  });

  it('whose replicas are handed over before a server-side apply, and stay', async () => {
    await using worker = await deploy('--server-side');
    await worker.apply(fixed);
    const metadata = { name: 'edge-worker', namespace: worker.namespace };
    const handover = await worker.write([
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 3 } },
    ]);
    await kubernetes.kubectl(
      'apply',
      '--server-side',
      '--field-manager=autoscaling',
      '--validate=false',
      '-f',
      handover,
    );
    await worker.apply(autoscaled);
    expect(await worker.replicas()).toBe('3');
  });

  it.each([[], ['--server-side']])(
    'which is one pod until the autoscaler looks, where nothing is done: %p',
    async (...flags) => {
      await using worker = await deploy(...flags);
      await worker.apply(fixed);
      await worker.apply(autoscaled);
      expect(await worker.replicas()).toBe('1');
    },
  );
});
