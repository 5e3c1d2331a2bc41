import { usageError } from '../../command/command-error.ts';

/** An image's name in its parts. */
export interface ImageName {
  /** `registry.example.com`, with a port where it has one. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

const registryPattern = /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|\[[0-9a-f:]+\])(:\d+)?$|^[a-z0-9-]+:\d+$/i;
const repositoryPattern = /^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

/** Throws a usage error where no registry or no tag is named: neither is guessed. */
export function parseImageName(name: string): ImageName {
  const slash = name.indexOf('/');
  const registry = name.slice(0, Math.max(slash, 0));
  const [, repository = '', tag] = /^([^:@]*)(?::([\w][\w.-]{0,127}))?$/.exec(name.slice(slash + 1)) ?? [];
  if (registryPattern.test(registry) && repositoryPattern.test(repository) && tag !== undefined)
    return { registry, repository, tag };
  throw usageError(
    `--tag: '${name}' is no full name of an image; write it with its registry and a tag, for example registry.example.com/team/eventwright:1`,
  );
}

export function showImageName({ registry, repository, tag }: ImageName): string {
  return `${registry}/${repository}:${tag}`;
}
