import type { BusAdmin, EventBus, EventBusContext } from '../../runtime/event-bus/contract.ts';
import { connectBusAdmin, connectEventBus } from '../../runtime/event-bus/index.ts';
import type { BusView } from '../../runtime/keeper/bus-view.ts';
import { BusViews } from '../../runtime/keeper/bus-views.ts';
import { findKeeperCell } from '../../runtime/keeper/keeper-cell.ts';
import type { KeptBus } from '../../runtime/keeper/read-situation.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { type Log, noLog } from '../../runtime/support/log.ts';
import { createSecrets } from '../../runtime/support/secrets.ts';
import { connectInTime } from '../bus-connection/connect-operator.ts';
import { withServer } from '../bus-connection/with-server.ts';
import { CommandError } from '../command/command-error.ts';

/** A bus as its keeper sees it, for as long as a command runs. */
export interface KeeperSession extends AsyncDisposable {
  readonly kept: KeptBus;
  readonly bus: EventBus;
  readonly admin: BusAdmin;
  readonly signal: AbortSignal;
  /** Says each thing once: drivers tell of their changes while they make them. */
  readonly sayOnce: (line: string) => void;
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
  const spec = withServer(kept.bus, server);
  if (spec.kind === 'memory' && spec.socket === undefined)
    throw new CommandError(`event bus ${spec.name} is in its worker's memory, where nobody else reaches it`);
  await using opened = new AsyncDisposableStack();
  const sayOnce = createSayOnce(options.say);
  const context = toContext(kept, { ...options, say: sayOnce });
  const bus = opened.use(
    await connectInTime(spec, (inTime) => connectEventBus(spec, { ...context, signal: inTime }), signal),
  );
  const admin = opened.use(
    await connectInTime(spec, (inTime) => connectBusAdmin(spec, { ...context, signal: inTime }), signal),
  );
  const views = new BusViews({ bus, admin });
  const open = opened.move();
  return {
    kept,
    bus,
    admin,
    signal,
    sayOnce,
    readView: () =>
      views.read({ known: kept.declared.workers, isKeeper: (state) => findKeeperCell(state) !== undefined, signal }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function toContext({ self }: KeptBus, { secretsFolder, say }: ConnectOptions): EventBusContext {
  return {
    clock: systemClock,
    secrets: createSecrets({ folder: secretsFolder, env: process.env }),
    log: createProgressLog(say),
    client: { component: 'keeper', namespace: self.namespace, name: self.worker, replica: `cli-${process.pid}` },
  };
}

function createSayOnce(say: (line: string) => void): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (said.has(line)) return;
    said.add(line);
    say(line);
  };
}

/** What the driver says while it works. */
function createProgressLog(say: (line: string) => void): Log {
  const log: Log = { ...noLog, info: (message) => say(message), with: () => log };
  return log;
}
