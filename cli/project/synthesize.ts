import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Document } from '../../model/document/document.ts';
import { CommandError } from '../command/command-error.ts';
import { readManifests } from './read-manifests.ts';

interface SynthesizeOptions {
  /** A shell command, run in `folder` as cdk8s runs it. */
  readonly app: string;
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

/** Runs the program and reads the documents out of the manifests that it wrote. Throws what it said where it fails. */
export async function synthesize({ app, folder, signal }: SynthesizeOptions): Promise<Document[]> {
  const manifests = await mkdtemp(join(tmpdir(), 'eventwright-synth-'));
  try {
    await runProgram({ app, folder, manifests, signal });
    const documents = await readManifests(manifests);
    if (documents.length === 0)
      throw new CommandError(
        `'${app}' declared no event source and no sensor; does it call app.synth(), and leave 'outdir' of App to cdk8s?`,
      );
    return documents;
  } finally {
    await rm(manifests, { recursive: true, force: true });
  }
}

async function runProgram({
  app,
  folder,
  manifests,
  signal,
}: SynthesizeOptions & { readonly manifests: string }): Promise<void> {
  const child = spawn(app, [], {
    shell: true,
    cwd: folder,
    // Which image it is matters to a cluster alone.
    env: {
      ...process.env,
      EVENTWRIGHT_IMAGE: process.env.EVENTWRIGHT_IMAGE || 'eventwright:none',
      CDK8S_OUTDIR: manifests,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new CommandError(explainFailure(app, code, complained.trim() || said.trim()));
}

/** The message of what the program threw, where that is for people; else all that it said. */
function explainFailure(app: string, code: number | null, said: string): string {
  const invalid = /^InvalidSpecError: (.*(?:\n(?! {4}at |\n).*)*)/m.exec(said)?.[1];
  return invalid?.trim() ?? explainTree(said) ?? `'${app}' ended with ${code ?? 'a signal'}${said && `:\n${said}`}`;
}

/** What cdk8s and constructs say of the tree: what is not valid, each under its path, or a name that is given twice. */
function explainTree(said: string): string | undefined {
  const problems = /^Error: Validation failed with the following errors:\n((?: {2}\[.*\n?)+)/m.exec(said)?.[1];
  if (problems) return problems.replaceAll(/^ {2}\[(.*?)\] (?:\1: )?/gm, '$1: ').trim();
  const name = /^Error: There is already a Construct with name '(.*)' in \w+(?: \[(.*)\])?$/m.exec(said);
  return name ? `${name[2] ?? 'the app'}: there is a construct '${name[1]}' already; rename one of them` : undefined;
}
