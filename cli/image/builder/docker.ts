import { parseImageName } from '../registry/image-name.ts';
import type { ContainerTool } from './container-tool.ts';
import { runTool } from './run-tool.ts';

export const docker: ContainerTool = {
  program: 'docker',
  build: [],
  env: { SOURCE_DATE_EPOCH: '0' },
  save: (name, output) => ['save', '--output', output, name],
  push: (name) => ['push', name],
  findDigest,
};

/** Docker knows an image by a digest in each repository that it is in. */
async function findDigest(name: string): Promise<string | undefined> {
  const said = await runTool('docker', ['image', 'inspect', '--format', '{{join .RepoDigests "\\n"}}', name]);
  const start = `${toRepository(name)}@`;
  const line = said.split('\n').find((candidate) => candidate.startsWith(start));
  return line?.slice(start.length);
}

/** As docker writes it: without its own registry. */
function toRepository(name: string): string {
  const { registry, repository } = parseImageName(name);
  return registry === 'docker.io' ? repository.replace(/^library\//, '') : `${registry}/${repository}`;
}
