import type { ContainerTool } from './container-tool.ts';

export const docker: ContainerTool = {
  program: 'docker',
  build: [],
  env: { SOURCE_DATE_EPOCH: '0' },
  save: (name, output) => ['save', '--output', output, name],
  push: (name) => ['push', name],
  digest: (name) => ['image', 'inspect', '--format', '{{join .RepoDigests "\\n"}}', name],
};
