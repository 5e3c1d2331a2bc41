import type { Document } from '../../model/document/document.ts';
import { EventBusError } from '../../runtime/event-bus/error.ts';
import { type KeptBus, readSituation } from '../../runtime/keeper/read-situation.ts';
import { orAborted } from '../../runtime/support/or-aborted.ts';
import { chooseVerb } from '../command/choose-verb.ts';
import { CommandError } from '../command/command-error.ts';
import { untilInterrupted } from '../command/until-interrupted.ts';
import { operatedEventBus } from '../event-bus/index.ts';
import { defaultNamespace } from '../project/default-namespace.ts';
import { findApp } from '../project/find-app.ts';
import { synthesize } from '../project/synthesize.ts';
import { apply } from './apply.ts';
import { check } from './check.ts';
import { connectKeeper, type KeeperSession } from './connect-keeper.ts';
import { status } from './status.ts';

export interface BusOptions {
  /** The project's. */
  readonly folder: string;
  readonly app: string | undefined;
  readonly server: string | undefined;
  readonly secretsFolder: string;
  readonly json: boolean;
  readonly say: (line: string) => void;
}

type Verb = (session: KeeperSession, options: BusOptions) => Promise<number>;

const verbs = { apply, status, check } satisfies Readonly<Record<string, Verb>>;
const names = ['apply', 'status', 'check', 'users'] as const;

/** Does what the verb says to the bus of a program; resolves with the exit code. */
export async function bus(name: string | undefined, options: BusOptions): Promise<number> {
  const chosen = chooseVerb(names, name);
  const { folder, app, say } = options;
  const documents = await synthesize({ app: app ?? (await findApp(folder)), folder });
  const kept = readKept(documents);
  if (chosen === 'users') {
    say(operatedEventBus(kept.bus).toUsers(kept.bus, documents).trimEnd());
    return 0;
  }
  if (kept.byDefault && !options.json)
    say(
      'the program declares no Keeper: stores that exist stay as they are, others get the defaults (see docs/keeper.md)',
    );
  return untilInterrupted(async (signal) => {
    try {
      await using session = await connectKeeper(kept, { ...options, signal });
      return await orAborted(verbs[chosen](session, options), signal);
    } catch (error) {
      if (error instanceof EventBusError) throw new CommandError(`event bus ${kept.bus.name}: ${error.message}`);
      throw error;
    }
  });
}

/** A program that declares no Keeper leaves that to another program. */
function readKept(documents: readonly Document[]): KeptBus {
  const kept = readSituation(documents, defaultNamespace);
  return kept.byDefault ? { ...kept, onBus: { ...kept.onBus, keptElsewhere: true } } : kept;
}
