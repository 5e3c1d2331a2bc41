import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { WorkerDocument } from '../../model/document/document.ts';
import type { EventAddress } from '../../model/event/address.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import type { EventDraft } from '../../runtime/event-source/contract.ts';

/** What a running `eventwright dev` tells of itself. */
export interface DevState {
  readonly url: string;
  readonly documents: readonly WorkerDocument[];
  /** How other processes reach its event bus. */
  readonly bus: EventBusSpec;
}

interface ControlOptions {
  readonly folder: string;
  readonly state: () => DevState;
  readonly emit: (to: EventAddress, draft: EventDraft) => Promise<void>;
}

/** A socket of the project's own, for `eventwright send` on the same machine. */
export async function startControl({ folder, state, emit }: ControlOptions): Promise<AsyncDisposable> {
  const path = socketOf(folder);
  await rm(path, { force: true });
  const server = createServer(async (question, answer) => {
    try {
      if (question.method === 'POST') {
        const { to, draft } = (await json(question)) as { to: EventAddress; draft: EventDraft & { data: string } };
        await emit(to, { ...draft, data: Buffer.from(draft.data, 'base64') });
      }
      answer.end(JSON.stringify(state()));
    } catch (error) {
      answer.writeHead(500).end(JSON.stringify({ error: (error as Error).message }));
    }
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** What the `eventwright dev` of a project says; `undefined` where none runs. */
export async function askDev(folder: string): Promise<DevState | undefined> {
  try {
    return (await ask(folder, 'GET')) as DevState;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Puts an event on the bus of the `eventwright dev` of a project. */
export async function emitInDev(folder: string, to: EventAddress, { data, ...draft }: EventDraft): Promise<void> {
  await ask(folder, 'POST', { to, draft: { ...draft, data: Buffer.from(data).toString('base64') } });
}

async function ask(folder: string, method: string, body?: object): Promise<unknown> {
  const question = request({ socketPath: socketOf(folder), method, path: '/' });
  question.end(body && JSON.stringify(body));
  const [answer] = await once(question, 'response');
  const said = (await json(answer)) as { readonly error?: string };
  if (said.error !== undefined) throw new Error(said.error);
  return said;
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ECONNREFUSED';
}

/** Where another process reaches the event bus of a project's `eventwright dev`. */
export function busSocketOf(folder: string): string {
  return socketOf(folder, '-bus');
}

function socketOf(folder: string, suffix = ''): string {
  const name = `eventwright-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}${suffix}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}
