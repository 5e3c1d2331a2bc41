import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { image } from '../cli/image/image.ts';
import { canRunContainers, startContainer, unpackImage } from '../cli/image/testing/container.ts';
import { type Figure, median } from './support/figure.ts';
import { type Program, programNamespace, writeProgram } from './support/program.ts';
import { startRuntime } from './support/start-runtime.ts';

const rounds = 5;
const settleMs = 3_000;

interface Measured {
  readonly readyMs: number;
  readonly idleMb: number;
}

type Unpacked = Awaited<ReturnType<typeof unpackImage>>;

/** The image's size; then its start and idle memory against the same bundle without a container, by turns. */
export async function* imageFigures(): AsyncIterable<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-bench-'));
  try {
    const output = join(folder, 'image.tar');
    await image({ push: false, builder: 'none', output, folder, say: () => {}, tell: () => {} });
    await using unpacked = await unpackImage(output);
    const archiveMb = (await stat(output)).size / 1e6;
    yield { name: 'image', unit: 'MB', ours: unpacked.bytes / 1e6, goal: { of: 'ours', below: 150 } };
    yield { name: 'image, as it is pulled', unit: 'MB', ours: archiveMb };
    if (canRunContainers) yield* compareWithHost(unpacked);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* compareWithHost(unpacked: Unpacked): AsyncIterable<Figure> {
  await using program = await writeProgram({ target: 'http://127.0.0.1:9/', sensors: 1 });
  const host: Measured[] = [];
  const container: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    host.push(await measureHost(program, `bench-${round}`));
    container.push(await measureContainer(unpacked, program));
  }
  for (const [name, unit, key] of [
    ['start to ready in a container', 'ms', 'readyMs'],
    ['idle memory in a container', 'MB', 'idleMb'],
  ] as const) {
    const [ours, bare] = [container, host].map((all) => median(all.map((one) => one[key]))) as [number, number];
    yield { name, unit, ours, bare, ratio: ours / bare };
  }
}

async function measureHost(program: Program, replica: string): Promise<Measured> {
  const begun = performance.now();
  await using runtime = startRuntime(program, replica);
  await runtime.ready();
  return await measureIdle(begun, () => runtime.pid ?? 0);
}

async function measureContainer(unpacked: Unpacked, program: Program): Promise<Measured> {
  const begun = performance.now();
  await using container = await startContainer(unpacked, {
    args: ['worker'],
    env: { PORT: '0', OPERATIONS_PORT: '0', POD_NAMESPACE: programNamespace },
    mounts: { '/etc/eventwright/config': program.documents, '/etc/eventwright/secrets': program.secrets },
  });
  await container.ready();
  return await measureIdle(begun, container.pid);
}

async function measureIdle(begun: number, pid: () => number): Promise<Measured> {
  const readyMs = performance.now() - begun;
  await delay(settleMs);
  const status = await readFile(`/proc/${pid()}/status`, 'utf8');
  return { readyMs, idleMb: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024 };
}
