import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { version } from '../../model/document/version.ts';
import { type ImageLock, imageLockFile } from '../../model/image-lock.ts';
import { suggest } from '../../model/suggest.ts';
import { usageError } from '../command/command-error.ts';
import { type BuilderName, builders } from './builder/index.ts';
import { writeContext } from './context.ts';
import { parsePlatform } from './platform.ts';
import { parseImageName, showImageName } from './registry/image-name.ts';
import { describeRuntimeImage } from './runtime-image.ts';
import type { Sbom } from './sbom.ts';

export interface ImageOptions {
  readonly tag?: string | undefined;
  readonly push: boolean;
  readonly output?: string | undefined;
  readonly builder?: string | undefined;
  readonly platform?: string | undefined;
  readonly sysroot?: string | undefined;
  readonly context?: string | undefined;
  /** Where files are written that are named by no absolute path. */
  readonly folder: string;
  /** Is told what is being done, a line each. */
  readonly say: (line: string) => void;
  /** Is told the result. */
  readonly tell: (line: string) => void;
}

/** Builds the image of the runtime, and puts it where the options say; resolves with the exit code. */
export async function image(options: ImageOptions): Promise<number> {
  const { push, folder, say, tell } = options;
  const name = toName(options);
  const platform = parsePlatform(options.platform);
  const builder = builders[await chooseBuilder(options)];
  const { sbom, ...described } = await describeRuntimeImage({ platform, sysroot: options.sysroot });
  if (options.context !== undefined) {
    tell(await writeContext(described, resolve(folder, options.context)));
    return 0;
  }
  await using built = await builder.build(described, { name, say });
  if (options.output !== undefined) await save(resolve(folder, options.output));
  if (push) await pushAndLock();
  if (!push && options.output === undefined && built.kept) say(built.kept);
  if (!push) tell(name);
  return 0;

  async function save(output: string): Promise<void> {
    say(`writing ${output}`);
    await mkdir(dirname(output), { recursive: true });
    await built.save(output);
    await writeSbom(output, sbom);
  }

  async function pushAndLock(): Promise<void> {
    const lock: ImageLock = { image: `${name}@${await built.push()}`, runtime: version };
    await writeFile(resolve(folder, imageLockFile), `${JSON.stringify(lock, undefined, 2)}\n`);
    say(`${imageLockFile} names it; commit that`);
    tell(lock.image);
  }
}

/** `eventwright.tar` gets `eventwright.sbom.json`. */
async function writeSbom(output: string, sbom: Sbom): Promise<void> {
  await writeFile(`${output.replace(/\.tar$/, '')}.sbom.json`, `${JSON.stringify(sbom, undefined, 2)}\n`);
}

function toName({ tag, push }: ImageOptions): string {
  if (tag !== undefined) return showImageName(parseImageName(tag));
  if (!push) return `localhost/eventwright:${version}`;
  throw usageError('--push: say where to, for example --tag registry.example.com/team/eventwright:1');
}

async function chooseBuilder({ builder, push, output, context }: ImageOptions): Promise<BuilderName> {
  const names = Object.keys(builders) as BuilderName[];
  const named = names.find((name) => name === builder);
  if (builder !== undefined && !named)
    throw usageError(`--builder: '${builder}' is none; use ${names.join(', ')}${suggest(builder, names)}`);
  const chosen = named ?? (context === undefined ? await findBuilder(names) : 'none');
  if (chosen === 'none' && !push && output === undefined && context === undefined)
    throw usageError(
      'say where the image is to go: --push --tag <registry>/<repository>:<tag>, or --output eventwright.tar',
    );
  return chosen;
}

async function findBuilder(names: readonly BuilderName[]): Promise<BuilderName> {
  for (const name of names) if (await builders[name].isThere()) return name;
  return 'none';
}
