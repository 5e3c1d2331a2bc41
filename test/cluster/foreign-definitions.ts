import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where the definitions of others lie: a Go module, and a file of it. */
const sources = [
  ['sigs.k8s.io/gateway-api@v1.2.1', 'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'],
  [
    'github.com/prometheus-operator/prometheus-operator@v0.79.2',
    'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml',
  ],
  ['github.com/cert-manager/cert-manager@v1.16.2', 'deploy/crds/crd-certificates.yaml'],
] as const;

/** The definitions of HTTPRoute, PodMonitor and Certificate, as their projects publish them, in YAML. */
export function readForeignDefinitions(): Promise<readonly string[]> {
  return Promise.all(
    sources.map(async ([module, file]) => {
      const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module], { cwd: '/' });
      return withoutHelm(await readFile(join(JSON.parse(stdout).Dir, file), 'utf8'));
    }),
  );
}

/** One of them is a template whose placeholders have lines of their own. */
function withoutHelm(text: string): string {
  return text.replace(/^.*\{\{.*\}\}.*\n/gm, '');
}
