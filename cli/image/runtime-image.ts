import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { version } from '../../model/document/version.ts';
import { findNode } from './find-node.ts';
import type { OciImage } from './oci-archive.ts';
import type { Platform } from './platform.ts';
import { readRuntimeBundle } from './runtime-bundle.ts';
import { createSbom, type Sbom } from './sbom.ts';
import { findSharedLibraries } from './shared-libraries.ts';
import { describeSystem } from './system-components.ts';
import type { TarEntry } from './tar.ts';

interface RuntimeImageOptions {
  readonly platform: Platform;
  /** The root of a file system with Node and its libraries; this machine's by default, with the Node that runs this. */
  readonly sysroot: string | undefined;
}

/** What the image of the runtime is made of: Node, its libraries, the bundle, and nothing else. */
export async function describeRuntimeImage({
  platform,
  sysroot,
}: RuntimeImageOptions): Promise<OciImage & { readonly sbom: Sbom }> {
  const node = await findNode(sysroot, platform);
  const root = sysroot ?? '/';
  const libraries = await findSharedLibraries(root, node.elf, platform);
  const bundle = await readRuntimeBundle();
  const system = await describeSystem(root, libraries, node.version);
  const sbom = createSbom(bundle.sbom.metadata.component, [...bundle.sbom.components, ...system]);
  return {
    platform,
    sbom,
    layers: [
      [
        { path: 'usr/local/bin/node', file: node.path, mode: 0o755 },
        ...libraries.map(({ path, realPath }) => ({ path: path.slice(1), file: join(root, realPath), mode: 0o755 })),
        ...surroundings,
      ],
      [...bundle.files, { path: 'app/sbom.json', content: `${JSON.stringify(sbom, undefined, 2)}\n` }],
    ],
    config: {
      User: '65532:65532',
      Env: ['PATH=/usr/local/bin', 'NODE_ENV=production'],
      Entrypoint: ['/usr/local/bin/node', '/app/main.js'],
      WorkingDir: '/app',
      Labels: {
        'org.opencontainers.image.title': 'eventwright',
        'org.opencontainers.image.description': 'Runs event sources and sensors, and keeps event buses.',
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.licenses': 'Apache-2.0',
      },
    },
  };
}

/** What programs find in every root of a file system. */
const surroundings: readonly TarEntry[] = [
  { path: 'etc/passwd', content: 'root:x:0:0::/:/none\neventwright:x:65532:65532::/app:/none\n' },
  { path: 'etc/group', content: 'root:x:0:\neventwright:x:65532:\n' },
  { path: 'etc/nsswitch.conf', content: 'hosts: files dns\n' },
  { path: 'etc/ssl/certs/ca-certificates.crt', content: `${rootCertificates.join('\n')}\n` },
  { path: 'tmp/', folder: true, mode: 0o1777 },
];
