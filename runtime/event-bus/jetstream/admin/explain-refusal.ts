import { EventBusError } from '../../error.ts';
import { apiCodeOf } from './ask.ts';
import type { Step } from './check-plan.ts';

const noPeers = 10005;
const noStorage: ReadonlySet<number> = new Set([10002, 10023, 10028, 10047]);

/** Why a server does not make or change a stream, with the figures and the fix; any other error as it is. */
export function explainRefusal(error: unknown, { wanted }: Pick<Step, 'wanted'>): unknown {
  const { name, num_replicas: copies, max_bytes: bytes } = wanted;
  const code = apiCodeOf(error) ?? 0;
  const refuse = (why: string) => new EventBusError('planRefused', `stream ${name}: ${why}`, { cause: error });
  if (code === noPeers)
    return refuse(
      `${copies} copies of ${bytes} bytes need ${copies} servers with JetStream that have room for them; add servers or storage, or ask for less (${(error as Error).message})`,
    );
  if (noStorage.has(code))
    return refuse(
      `${bytes} bytes do not fit beside what the server has reserved for other streams; ask for less, or raise its 'max_file_store' or the account's limit (${(error as Error).message})`,
    );
  return error;
}
