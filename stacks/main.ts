// What cdk8s.yaml runs: writes the manifests of every environment, each into a folder of its own; of one where it is named.
import { join } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { CiChart } from './ci.ts';
import { type Environment, environments } from './environments.ts';
import { writeKustomization } from './kustomization.ts';
import { NamespaceChart } from './namespace.ts';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/manifests';
const [chosen] = process.argv.slice(2);
const known = Object.entries<Environment>(environments);
if (chosen !== undefined && !known.some(([name]) => name === chosen))
  throw new RangeError(`there is no environment '${chosen}'; use ${known.map(([name]) => name).join(', ')}`);

for (const [name, environment] of known) {
  if (chosen !== undefined && name !== chosen) continue;
  const folder = join(outdir, name);
  const app = new App({ outdir: folder, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
  new NamespaceChart(app, 'namespace');
  new CiChart(app, 'ci', environment);
  app.synth();
  writeKustomization(folder);
}
