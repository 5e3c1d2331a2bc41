import { createCommand } from '../command/command.ts';
import { toPort } from '../command/to-port.ts';

export const devCommand = createCommand({
  name: 'dev',
  summary: 'Runs the program on this machine: no cluster, no server.',
  usage: 'dev [--app <command>] [--port <port>] [--secrets <folder>] [--once]',
  details: `
Runs the program as 'cdk8s synth' would, reads what it declares out of the manifests, and runs that in one process on an
event bus in memory. Shows what listens where, each event, and for each trigger whether it fired, or which term of the
filter was false. Runs the program again when its sources change; what waits is kept.

Secrets are files, <folder>/<name>/<key>, or environment variables, EVENTWRIGHT_SECRET_<NAME>_<KEY>.`,
  options: {
    app: { type: 'string', value: '<command>', help: "how the program is run (default: 'app' of cdk8s.yaml)" },
    port: { type: 'string', value: '<port>', default: '8080', help: 'where webhooks listen; 0 for any free port' },
    secrets: { type: 'string', value: '<folder>', default: 'secrets', help: 'the folder of secrets' },
    once: { type: 'boolean', help: 'does not watch the sources' },
  },
  positionals: 0,
  run: async ({ app, port, secrets, once }) => {
    const { dev } = await import('./dev.ts');
    return dev({ app, port: toPort(port), secretsFolder: secrets, watch: !once });
  },
});
