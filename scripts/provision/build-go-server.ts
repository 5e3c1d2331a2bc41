import { type GoServer, toBinary } from '../../runtime/support/testing/go-server.ts';
import { buildOnce } from './build-once.ts';

/** Builds a server as its module is published. */
export async function buildGoServer(server: GoServer): Promise<void> {
  const { name, module, version, package: command } = server;
  await buildOnce({
    title: `${name} ${version}`,
    binary: toBinary(server),
    args: () => ['install', `${command ? `${module}/${command}` : module}@v${version}`],
  });
}
