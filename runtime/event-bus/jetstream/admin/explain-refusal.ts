import { EventBusError } from '../../error.ts';
import type { JetStreamConnection } from '../connection.ts';
import { apiCodeOf } from './ask.ts';
import type { Step } from './check-plan.ts';

const noPeers = 10005;
const noStorage: ReadonlySet<number> = new Set([10002, 10023, 10028, 10047]);

/** Why a server does not make or change a stream, with the figures and the fix; any other error as it is. */
export function explainRefusal(error: unknown, { nats }: JetStreamConnection, { wanted }: Step): unknown {
  const { name, num_replicas: copies, max_bytes: bytes } = wanted;
  const code = apiCodeOf(error) ?? 0;
  const refuse = (why: string) => new EventBusError('planRefused', `stream ${name}: ${why}`, { cause: error });
  if (code === noPeers)
    return refuse(
      `${copies} copies need ${copies} servers with JetStream that have room for ${bytes} bytes each, and the cluster tells of ${nats.info?.connect_urls?.length ?? 1} addresses; add servers or storage, or ask for less`,
    );
  if (noStorage.has(code))
    return refuse(
      `${bytes} bytes do not fit beside what is reserved for other streams (${(error as Error).message}); ask for less, or raise the servers' 'max_file_store' or the account's limit`,
    );
  return error;
}
