import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './go-server.ts';

/** Kafka as tests and benchmarks run it, by its version. */
export const kafkaVersion = '4.2.1';

/** Where the jars of a version are kept. */
export function toKafkaLibrary(version: string): string {
  return join(cacheFolder(), `kafka-${version}`);
}

/** The class path of the version that tests run. Throws where it is not there yet. */
export function findKafkaClassPath(): string {
  const folder = toKafkaLibrary(kafkaVersion);
  if (!existsSync(folder)) throw new Error(`Kafka ${kafkaVersion} is not there; run: npm run provision`);
  return join(folder, '*');
}
