import type { BusAdmin, EventBus, EventBusContext } from '../../runtime/event-bus/contract.ts';
import { connectBusAdmin, connectEventBus } from '../../runtime/event-bus/index.ts';
import { type BusView, isOf } from '../../runtime/keeper/bus-view.ts';
import { BusViews } from '../../runtime/keeper/bus-views.ts';
import { findKeeperCell } from '../../runtime/keeper/keeper-cell.ts';
import type { KeptBus } from '../../runtime/keeper/read-situation.ts';
import type { PartitionState } from '../../runtime/partition/journal/read-journal.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { type Log, noLog } from '../../runtime/support/log.ts';
import { createSecrets } from '../../runtime/support/secrets.ts';
import { connectInTime } from '../bus-connection/connect-operator.ts';
import { CommandError } from '../command/command-error.ts';
import { operatedEventBus } from '../event-bus/index.ts';

/** A bus as its keeper sees it, for as long as a command runs. */
export interface KeeperSession extends AsyncDisposable {
  readonly kept: KeptBus;
  readonly bus: EventBus;
  readonly admin: BusAdmin;
  readonly signal: AbortSignal;
  /** Says what the driver has not said already: it tells of its changes while it makes them, and how far they are. */
  readonly sayNew: (line: string) => void;
  readView(): Promise<BusView>;
}

interface ConnectOptions {
  readonly server: string | undefined;
  readonly secretsFolder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Connects with the keeper's credentials; gives up where the bus does not answer within 10 s. */
export async function connectKeeper(kept: KeptBus, options: ConnectOptions): Promise<KeeperSession> {
  const { server, signal } = options;
  const operated = operatedEventBus(kept.bus);
  const spec = server === undefined ? kept.bus : operated.withServer(kept.bus, server);
  if (!operated.isShared(spec))
    throw new CommandError(`event bus ${spec.name} is in its worker's memory, where nobody else reaches it`);
  await using opened = new AsyncDisposableStack();
  const said = new Set<string>();
  const say = (line: string) => {
    said.add(line);
    options.say(line);
  };
  const context = toContext(kept, { ...options, say });
  const bus = opened.use(await connectInTime(spec, context, connectEventBus));
  const admin = opened.use(await connectInTime(spec, context, connectBusAdmin));
  const views = new BusViews({ bus, admin });
  // the program's own keeper, or that of another program
  const isKeeper = (state: PartitionState) => isOf(state.partition, kept.self) || findKeeperCell(state) !== undefined;
  const open = opened.move();
  return {
    kept,
    bus,
    admin,
    signal,
    sayNew: (line) => {
      if (!said.has(line)) say(line);
    },
    readView: () => views.read({ known: kept.declared.workers, declared: kept.onBus, isKeeper, signal }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function toContext({ keeper, self }: KeptBus, { secretsFolder, say, signal }: ConnectOptions): EventBusContext {
  return {
    clock: systemClock,
    secrets: createSecrets({ folder: secretsFolder, env: process.env }),
    log: createProgressLog(say),
    client: { component: 'keeper', namespace: self.namespace, name: keeper, replica: `cli-${process.pid}` },
    signal,
  };
}

/** What the driver says while it works. */
function createProgressLog(say: (line: string) => void): Log {
  const log: Log = { ...noLog, info: (message) => say(message), with: () => log };
  return log;
}
