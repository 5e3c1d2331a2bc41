import { usageError } from '../command/command-error.ts';

export interface Platform {
  readonly os: 'linux';
  /** As Go names it. */
  readonly architecture: 'amd64' | 'arm64';
}

const architectures: readonly Platform['architecture'][] = ['amd64', 'arm64'];

export function platformName({ os, architecture }: Platform): string {
  return `${os}/${architecture}`;
}

/** `linux/amd64` or `linux/arm64`; that of this machine's processor where none is named. */
export function parsePlatform(name = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`): Platform {
  const platforms = architectures.map((architecture) => ({ os: 'linux', architecture }) as const);
  const platform = platforms.find((candidate) => platformName(candidate) === name);
  if (platform) return platform;
  throw usageError(
    `--platform: '${name}' is none that there are images for; use ${platforms.map(platformName).join(' or ')}`,
  );
}
