import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkaVersion, toKafkaLibrary } from '../../runtime/support/testing/kafka-distribution.ts';

const pom = fileURLToPath(new URL('kafka/pom.xml', import.meta.url));

/** Has Maven fetch the jars of Kafka unless they are there. The folder appears at once and whole, whoever else fetches them. */
export async function fetchKafka(): Promise<void> {
  requireJava();
  const target = toKafkaLibrary(kafkaVersion);
  if (existsSync(target)) return;
  console.log(`fetching Kafka ${kafkaVersion}`);
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}.`);
  try {
    const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies'];
    const options = [`-Dkafka.version=${kafkaVersion}`, `-DoutputDirectory=${folder}`];
    const { status, error } = spawnSync('mvn', [...args, ...options], { stdio: 'inherit' });
    if (status !== 0) {
      const reason = error ? `${error.message}; install Maven` : 'see above';
      throw new Error(`Kafka ${kafkaVersion} could not be fetched: ${reason}; or put its jars into ${target}`);
    }
    if (!existsSync(target)) await rename(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`fetched Kafka ${kafkaVersion}`);
}

function requireJava(): void {
  const { status, error } = spawnSync('java', ['-version'], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`java: ${error?.message ?? `it ended with ${status}`}; install Java 17 or later`);
}
