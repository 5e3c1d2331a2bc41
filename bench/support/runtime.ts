import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { type Program, programNamespace } from './program.ts';

/** The runtime as it ships, in a process of its own. */
export interface Runtime extends AsyncDisposable {
  readonly process: ChildProcess;
  /** From `spawn` to the first `/readyz` that answers 200. */
  ready(): Promise<void>;
}

export interface Ports {
  readonly events: number;
  readonly operations: number;
}

const bundle = fileURLToPath(new URL('../../dist/runtime/main.js', import.meta.url));

export function startRuntime(program: Program, replica: string, ports: Ports): Runtime {
  const child = spawn(process.execPath, [bundle, '--config', program.documents], {
    env: {
      ...process.env,
      POD_NAME: replica,
      POD_NAMESPACE: programNamespace,
      PORT: String(ports.events),
      OPERATIONS_PORT: String(ports.operations),
      EVENTWRIGHT_SECRETS: program.secrets,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  return {
    process: child,
    async ready() {
      while (child.exitCode === null) {
        const answer = await request(`http://127.0.0.1:${ports.operations}/readyz`).catch(() => undefined);
        await answer?.body.dump();
        if (answer?.statusCode === 200) return;
        await delay(2);
      }
      throw new Error(`the runtime ended with ${child.exitCode} before it was ready; is dist/runtime built?`);
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

export async function freePorts(): Promise<Ports> {
  const [ports] = await freePortsFor(1);
  return ports as Ports;
}

/** Ports for several processes; all are held until each is known, so that none comes twice. */
export async function freePortsFor(processes: number): Promise<readonly Ports[]> {
  const servers = Array.from({ length: processes * 2 }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return Array.from({ length: processes }, (_, n) => ({
    events: ports[2 * n] as number,
    operations: ports[2 * n + 1] as number,
  }));
}
