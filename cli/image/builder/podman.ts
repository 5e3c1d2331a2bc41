import type { ContainerTool } from './container-tool.ts';

export const podman: ContainerTool = {
  program: 'podman',
  build: ['--timestamp', '0', '--format', 'oci'],
  save: (name, output) => ['save', '--format', 'oci-archive', '--output', output, name],
  push: (name, digestFile) => ['push', '--digestfile', digestFile, name],
};
