import type { Document } from '../../model/document/document.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { CommandError } from '../command/command-error.ts';
import { askDev } from '../dev/control.ts';
import { operatedEventBus } from '../event-bus/index.ts';
import { findApp } from '../project/find-app.ts';
import { synthesize } from '../project/synthesize.ts';
import { onlyBus, type ProgramTrigger } from './find-triggers.ts';

interface FindBusOptions {
  readonly folder: string;
  readonly app: string | undefined;
  readonly server: string | undefined;
  readonly dev: boolean;
}

interface FoundBus {
  readonly documents: readonly Document[];
  /** How to reach the bus of these triggers. */
  readonly spec: (triggers: readonly ProgramTrigger[]) => EventBusSpec;
}

/** The program of this folder and its bus; or what runs in `eventwright dev`. */
export async function findBus({ folder, app, server, dev }: FindBusOptions): Promise<FoundBus> {
  if (dev) {
    const running = await askDev(folder);
    if (!running) throw new CommandError("--dev: nothing runs here; start 'eventwright dev' in another terminal");
    return { documents: running.documents, spec: () => running.bus };
  }
  const documents = await synthesize({ app: app ?? (await findApp(folder)), folder });
  return {
    documents,
    spec(triggers) {
      const found = onlyBus(triggers);
      const operated = operatedEventBus(found);
      const bus = operated.asOperator(found);
      const spec = server === undefined ? bus : operated.withServer(bus, server);
      if (operated.isShared(spec)) return spec;
      throw new CommandError(
        `event bus ${spec.name} is in its worker's memory, where nobody else reaches it; use --dev for that of a running 'eventwright dev'`,
      );
    },
  };
}
