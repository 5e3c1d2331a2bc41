import { toShare } from '../../model/hash.ts';
import { partitionCount } from '../../model/worker/partition-count.ts';
import { compileTriggers, type RunTrigger } from '../bus-connection/compile-triggers.ts';
import { type OperateOptions, type Operation, operate } from '../bus-connection/operate.ts';
import { readPartitions } from '../bus-connection/read-partitions.ts';
import { chooseVerb } from '../command/choose-verb.ts';
import { usageError } from '../command/command-error.ts';
import { listWaiting, toJsonLine } from './list.ts';
import { Oldest } from './oldest.ts';
import { type Candidate, findWaiting, type Waiting } from './waiting.ts';

export interface JoinsOptions extends OperateOptions {
  /** Only this one. */
  readonly key: string | undefined;
  /** Also keys that were decided false and hold no event any more, open only to keep newcomers from beginning anew. */
  readonly all: boolean;
  /** Only what waits for so long at least. */
  readonly olderMs: number;
  readonly limit: number;
  readonly json: boolean;
}

interface Terminal {
  readonly say: (line: string) => void;
  /** What is no part of the answer. */
  readonly warn: (line: string) => void;
}

/** Lists what waits for others; resolves with the exit code. */
export async function joins([name, ...rest]: readonly string[], options: JoinsOptions, terminal: Terminal) {
  chooseVerb(['ls'], name);
  if (rest.length > 0)
    throw usageError(`${rest[0]}: ls takes no name; of one key: eventwright joins ls --key ${rest[0]}`);
  const { say, warn } = terminal;
  const { json } = options;
  return operate(options, async (operation) => {
    const now = Date.now();
    const triggers = compileTriggers(operation.documents, operation.triggers).filter(({ trigger }) => trigger.joined);
    const oldest = new Oldest<Waiting>(options.limit);
    for (const group of byWorker(triggers)) await collect(group, { ...operation, options, now, oldest, warn });
    if (json) for (const one of oldest.kept) say(toJsonLine(one));
    else if (triggers.length === 0) say('no trigger of the program waits for several events');
    else if (oldest.count === 0) say('nothing waits for others');
    else for (const line of listWaiting(oldest, now)) say(line);
    return 0;
  });
}

interface Collecting extends Operation, Pick<Terminal, 'warn'> {
  readonly options: JoinsOptions;
  readonly now: number;
  readonly oldest: Oldest<Waiting>;
}

/** Adds what waits for triggers of one worker. */
async function collect(triggers: readonly RunTrigger[], { bus, signal, options, now, oldest, warn }: Collecting) {
  const [{ worker }] = triggers as [RunTrigger];
  const { key, olderMs, all } = options;
  const isWanted = (one: Candidate) =>
    (all || !one.isEmpty) && now - one.since >= olderMs && (key === undefined || one.key === key);
  for await (const { partition, fold } of readPartitions(bus, { worker, indices: toIndices(key), signal })) {
    const { cells, unknown } = fold;
    if (unknown !== undefined) warn(`partition ${partition.index} of ${worker.worker} is left out: ${unknown}`);
    else for (const { trigger } of triggers) oldest.add(findWaiting(cells, trigger).filter(isWanted));
  }
}

/** The partitions in which a key may be. */
function toIndices(key: string | undefined): Iterable<number> {
  return key ? [toShare(key, partitionCount)] : Array(partitionCount).keys();
}

function byWorker(triggers: readonly RunTrigger[]): RunTrigger[][] {
  return Object.values(
    Object.groupBy(triggers, ({ worker }) => `${worker.namespace}/${worker.worker}`),
  ) as RunTrigger[][];
}
