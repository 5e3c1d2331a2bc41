import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lists the manifests of a folder for `kubectl apply -k`, which creates namespaces first. */
export function writeKustomization(folder: string): void {
  const resources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.k8s.yaml'),
  );
  const lines = ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', 'resources:'];
  const listed = resources.sort().map((path) => `  - ${path}`);
  writeFileSync(join(folder, 'kustomization.yaml'), `${[...lines, ...listed].join('\n')}\n`);
}
