import { type Admin, apiVersionsV3, type Connection, kGetBootstrapConnection } from '@platformatic/kafka';
import { compareVersions, type KafkaVersion, type KafkaVersions } from '../../../model/event-bus/kafka.ts';
import { apiIdOf } from './failure.ts';

/** The newest `metadata.version` that each version of Kafka supports: https://kafka.apache.org/documentation/#upgrade */
const levels: readonly (readonly [KafkaVersion, number])[] = [
  ['3.3', 7],
  ['3.4', 8],
  ['3.5', 11],
  ['3.6', 14],
  ['3.7', 19],
  ['3.8', 20],
  ['3.9', 21],
  ['4.0', 25],
  ['4.1', 27],
  ['4.2', 29],
  ['4.3', 30],
];

/** What brokers may be that say so much of themselves. */
interface Release {
  readonly oldest: KafkaVersion;
  /** Absent: nobody knows. */
  readonly newest?: KafkaVersion;
  readonly described: string;
}

/** The newest `metadata.version` that a broker supports; absent where it does not say. */
export async function readLevel(admin: Admin): Promise<number | undefined> {
  const connection = await new Promise<Connection>((resolve, reject) =>
    admin[kGetBootstrapConnection]((error, made) => (made ? resolve(made) : reject(error))),
  );
  try {
    const { supportedFeatures = [] } = await apiVersionsV3.api.async(connection, 'eventwright', '1');
    return supportedFeatures.find(({ name }) => name === 'metadata.version')?.maxVersion;
  } catch (error) {
    if (apiIdOf(error) === 'UNSUPPORTED_VERSION') return undefined;
    throw error;
  }
}

/** Why brokers of this level cannot be used, if so. */
export function whyNotWithin(level: number | undefined, { min = '0.0', max }: KafkaVersions): string | undefined {
  const { oldest, newest, described } = toRelease(level);
  const range = `versions allows ${min} ${max === undefined ? 'or later' : `to ${max}`}`;
  if (newest !== undefined && compareVersions(newest, min) < 0)
    return `the brokers ${described}, and ${range}; upgrade them, or lower versions.min`;
  if (max !== undefined && compareVersions(oldest, max) > 0)
    return `the brokers ${described}, and ${range}; raise versions.max`;
  return undefined;
}

function toRelease(level: number | undefined): Release {
  if (level === undefined)
    return { oldest: '0.0', newest: '3.2', described: 'do not say which Kafka they run, as those before 3.3' };
  const known = levels.find(([, last]) => level <= last)?.[0];
  if (known !== undefined) return { oldest: known, newest: known, described: `run Kafka ${known}` };
  const [newest] = levels.at(-1) as [KafkaVersion, number];
  const [major, minor] = newest.split('.').map(Number) as [number, number];
  return { oldest: `${major}.${minor + 1}`, described: `run a newer Kafka than ${newest}` };
}
