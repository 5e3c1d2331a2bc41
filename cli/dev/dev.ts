import { isDeepStrictEqual } from 'node:util';
import { isWorkerDocument } from '../../model/document/document.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { aborted } from '../../runtime/support/aborted.ts';
import type { Observation } from '../../runtime/support/observation.ts';
import { createSecrets } from '../../runtime/support/secrets.ts';
import { CommandError } from '../command/command-error.ts';
import { findApp } from '../project/find-app.ts';
import { requireSecrets } from '../project/require-secrets.ts';
import { synthesize } from '../project/synthesize.ts';
import { watchProject } from '../project/watch-project.ts';
import { busSocketOf, startControl } from './control.ts';
import { createDevLog } from './dev-log.ts';
import { createExplain } from './explain-filtered.ts';
import { listSources } from './list-sources.ts';
import { createPaint } from './paint.ts';
import { type Explain, present } from './present.ts';
import { startStack } from './stack.ts';

export interface DevOptions {
  readonly app: string | undefined;
  readonly port: number;
  readonly secretsFolder: string;
  readonly watch: boolean;
}

/** Runs the program of this folder until it is interrupted; resolves with the exit code. */
export async function dev(options: DevOptions): Promise<number> {
  const signal = untilInterrupted();
  await run(options, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return 0;
}

async function run({ app: given, port, secretsFolder, watch }: DevOptions, signal: AbortSignal): Promise<void> {
  const folder = process.cwd();
  const app = given ?? (await findApp(folder));
  const paint = createPaint(process.stdout, process.env);
  const secrets = createSecrets({ folder: secretsFolder, env: process.env });
  let explain: Explain = () => [];
  const changes = watch ? watchProject({ folder, signal }) : undefined;
  const documents = await load();

  const socket = busSocketOf(folder);
  await using stack = await startStack({
    port,
    busSocket: socket,
    secrets,
    signal,
    log: createDevLog({ say, paint }),
    observe: (observation: Observation) => say(...present(observation, paint, explain)),
  });
  await using _ = await startControl({
    folder,
    state: () => ({ url: stack.url, documents: stack.documents, bus: { kind: 'memory', name: 'dev', socket } }),
    emit: stack.emit,
  });
  explain = createExplain(documents);
  await stack.run(documents);
  say(...listSources(stack.documents, { url: stack.url, now: Date.now(), paint }), '');
  say(`Ready${watch ? ', and watching for changes' : ''}. Send with: eventwright send <event source>/<event> <file>`);
  if (changes) await reloadOn(changes);
  else await aborted(signal);

  async function load() {
    const documents = (await synthesize({ app, folder, signal })).filter(isWorkerDocument);
    await requireSecrets(documents, secrets);
    return documents;
  }

  async function reloadOn(changes: AsyncIterable<readonly string[]>): Promise<void> {
    let broken: string | undefined;
    for await (const changed of changes) {
      const begun = performance.now();
      try {
        const next = await load();
        // a file that the program does not read: its own output, for example, which a message would change again
        if (broken === undefined && isDeepStrictEqual(next, stack.documents)) continue;
        broken = undefined;
        explain = createExplain(next);
        await stack.run(next);
        const took = Math.round(performance.now() - begun);
        say('', paint('bold', `reloaded after a change of ${changed.join(', ')} in ${took} ms`));
        say(...listSources(next, { url: stack.url, now: Date.now(), paint }), '');
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof CommandError || error instanceof InvalidSpecError)) throw error;
        if (error.message === broken) continue;
        broken = error.message;
        say('', `${paint('red', 'the change is not live:')} ${error.message}`, 'what ran before goes on', '');
      }
    }
  }
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Aborts at Ctrl-C, or where the process is told to end; a second time ends it at once. */
function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => (interrupted.signal.aborted ? process.exit(130) : interrupted.abort()));
  return interrupted.signal;
}
