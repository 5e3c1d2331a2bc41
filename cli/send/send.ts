import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { request } from 'undici';
import type { Document, EventSourceDocument } from '../../model/document/document.ts';
import { suggest } from '../../model/suggest.ts';
import { createSecrets } from '../../runtime/support/secrets.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { askDev, emitInDev } from '../dev/control.ts';
import { localEventSource } from '../event-source/index.ts';
import type { Prepared } from '../event-source/local-event-source.ts';
import { defaultNamespace } from '../project/default-namespace.ts';
import { findApp } from '../project/find-app.ts';
import { synthesize } from '../project/synthesize.ts';

export interface SendOptions {
  /** `github/push`, or `ci/github/push` where two namespaces have a source of that name. */
  readonly event: string | undefined;
  readonly file: string | undefined;
  readonly headers: readonly string[];
  readonly url: string | undefined;
  readonly app: string | undefined;
  readonly secretsFolder: string;
}

const notRunning = "nothing runs here; start 'eventwright dev' in another terminal";

/** Causes an event in a running `eventwright dev`, as its sender would; resolves with the exit code. */
export async function send(options: SendOptions): Promise<number> {
  const folder = process.cwd();
  const headers = options.headers.map(parseHeader);
  const payload = options.file === undefined ? undefined : await readPayload(options.file);
  const dev = await askDev(folder);
  const url = options.url ?? dev?.url;
  if (url === undefined) throw new CommandError(notRunning);
  const documents = dev?.documents ?? (await synthesize({ app: options.app ?? (await findApp(folder)), folder }));
  const { document, event } = findEvent(documents, options.event);
  const secrets = createSecrets({ folder: options.secretsFolder, env: process.env });
  const prepared = await localEventSource(document.spec).prepare(document.spec, {
    event,
    payload,
    headers,
    url: url.replace(/\/$/, ''),
    now: Date.now(),
    secret: (ref) => secrets.read(ref),
  });
  if (prepared.by === 'request') return post(prepared);
  if (!dev) throw new CommandError(notRunning);
  const { name, namespace = defaultNamespace } = document.metadata;
  await emitInDev(folder, { class: 'event', namespace, eventSource: name, event }, prepared.draft);
  process.stdout.write(`${name}/${event} ${prepared.draft.id}\n`);
  return 0;
}

async function post({ method, url, headers, body }: Extract<Prepared, { by: 'request' }>): Promise<number> {
  const answer = await request(url, { method: method as 'POST', headers, body }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED') throw new CommandError(`${method} ${url}: ${error.message}`, { cause: error });
      throw new CommandError(`${method} ${url}: nothing listens there; start 'eventwright dev' in another terminal`);
    },
  );
  process.stdout.write(`${answer.statusCode} ${(await answer.body.text()).trim()}\n`);
  return answer.statusCode < 300 ? 0 : 1;
}

function findEvent(
  documents: readonly Document[],
  path: string | undefined,
): { readonly document: EventSourceDocument; readonly event: string } {
  const [event = '', eventSource = '', namespace] = (path ?? '').split('/').reverse();
  const sources = documents.filter((document) => document.kind === 'EventSource');
  const events = sources.flatMap(({ metadata, spec }) =>
    Object.keys(spec.events).map((name) => `${metadata.name}/${name}`),
  );
  if (path === undefined) throw usageError(`say what to send, <event source>/<event>${suggest('', events)}`);
  const found = sources.filter(
    ({ metadata, spec }) =>
      metadata.name === eventSource &&
      Object.hasOwn(spec.events, event) &&
      (namespace === undefined || namespace === (metadata.namespace ?? defaultNamespace)),
  );
  const [document, another] = found;
  if (!document) throw usageError(`${path}: there is no such event${suggest(path, events)}`);
  if (another) throw usageError(`${path}: two namespaces have it; say which, ${document.metadata.namespace}/${path}`);
  return { document, event };
}

function parseHeader(text: string): readonly [name: string, value: string] {
  const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw usageError(`--header: '${text}' is no header; write it like --header 'x-github-event: push'`);
  return [name, value];
}

async function readPayload(file: string): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${file}: cannot be read (${error.code})`, { cause: error });
  });
}
