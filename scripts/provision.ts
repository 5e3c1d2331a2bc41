// Brings what tests and benchmarks run: servers built from their Go modules and the jars of Kafka, each once per version
// and outside the repository, and the packages of a Kubernetes node.
import { goServers } from '../runtime/support/testing/go-server.ts';
import { buildGoServer } from './provision/build-go-server.ts';
import { buildPinnedProgram } from './provision/build-pinned-program.ts';
import { fetchKafka } from './provision/fetch-kafka.ts';
import { installNodePackages } from './provision/install-node-packages.ts';
import { pinnedPrograms } from './provision/pinned-program.ts';

installNodePackages();
for (const server of goServers) await buildGoServer(server);
for (const program of pinnedPrograms) await buildPinnedProgram(program);
await fetchKafka();
