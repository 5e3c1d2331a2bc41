import type { ContainerTool } from './container-tool.ts';

export const buildah: ContainerTool = {
  program: 'buildah',
  build: ['--timestamp', '0', '--format', 'oci'],
  save: (name, output) => ['push', name, `oci-archive:${output}:${name}`],
  push: (name, digestFile) => ['push', '--digestfile', digestFile, name, `docker://${name}`],
};
