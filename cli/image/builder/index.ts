import { buildah } from './buildah.ts';
import { createContainerTool } from './container-tool.ts';
import type { Builder } from './contract.ts';
import { docker } from './docker.ts';
import { ownBuilder } from './own.ts';
import { podman } from './podman.ts';

/** In the order in which they are tried. */
export const builders = {
  podman: createContainerTool(podman),
  buildah: createContainerTool(buildah),
  docker: createContainerTool(docker),
  none: ownBuilder,
} as const satisfies Readonly<Record<string, Builder>>;

export type BuilderName = keyof typeof builders;
