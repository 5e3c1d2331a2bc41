import { createCommand } from '../command/command.ts';

export const busCommand = createCommand({
  name: 'bus',
  summary: 'Makes what lives inside the event bus, tells how it is, checks it, says who may use it.',
  usage: 'bus apply | bus status [--json] | bus check | bus users',
  details: `
Runs the program as 'cdk8s synth' would, and connects to the event bus that it names, as its keeper; 'users' connects to
nothing.

  apply   makes or changes the stores as the program's Keeper says, and gives new triggers their first positions; tells
          each change. Triggers of other programs keep their places, and where this one declares no Keeper, stores that
          exist stay as they are. A change that would delete what is stored is refused with the procedure (exit code 1)
  status  what each store holds, how far each trigger of the program is behind, what nobody declares any more
  check   exit code 0 where all is well, else 1 and a line for each problem: a store, or a topic of it, is missing, has
          other settings, quotas or fewer copies than it should, or is 80 % full; a trigger has no first position;
          something is an orphan
  users   prints who may do what: a user for each worker of the program, for the keeper and for operators, with what each
          needs and no more. For NATS it is the 'authorization' block of nats.conf, with passwords that are variables of
          the servers' environment; for Kafka a script for its own tools, with the topics and the access control lists

Credentials are files, <folder>/<name>/<key>, or environment variables, EVENTWRIGHT_SECRET_<NAME>_<KEY>.

Examples:
  eventwright bus apply
  eventwright bus apply --server nats://127.0.0.1:4222      through a forwarded port
  eventwright bus status --json
  eventwright bus check --app 'node main.ts'
  eventwright bus users > eventwright-users.conf            on NATS
  eventwright bus users > topics-and-acls.sh                on Kafka`,
  options: {
    app: { type: 'string', value: '<command>', help: "how the program is run (default: 'app' of cdk8s.yaml)" },
    server: { type: 'string', value: '<url>', help: "where the bus is reached instead: 'nats://127.0.0.1:4222'" },
    secrets: { type: 'string', value: '<folder>', default: 'secrets', help: 'the folder of secrets' },
    json: { type: 'boolean', help: 'status: one JSON object' },
  },
  positionals: 1,
  run: async ({ app, server, secrets, json = false }, [verb]) => {
    const { bus } = await import('./bus.ts');
    const say = (line: string) => process.stdout.write(`${line}\n`);
    return bus(verb, { folder: process.cwd(), app, server, secretsFolder: secrets, json, say });
  },
});
