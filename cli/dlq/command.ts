import { createCommand } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';

export const dlqCommand = createCommand({
  name: 'dlq',
  summary: 'Lists, shows and redrives dead letters: events that a trigger gave up.',
  usage: 'dlq ls | dlq show <id> | dlq redrive <id>... | dlq redrive --all',
  details: `
Runs the program as 'cdk8s synth' would, and connects to the event bus that it names, as an operator. An <id> is the one
that 'ls' tells, or the event's own.

  ls       the dead letters that wait, the newest last: time, trigger, event, attempts, reason
  show     one with all that is known of it, its payload included
  redrive  gives events back to their triggers, which evaluate and try them anew, under the same execution id

Credentials are files, <folder>/<name>/<key>, or environment variables, EVENTWRIGHT_SECRET_<NAME>_<KEY>.`,
  options: {
    sensor: {
      type: 'string',
      value: '<name>',
      help: 'only of this sensor, <namespace>/<name> where two have the name',
    },
    trigger: { type: 'string', value: '<name>', help: 'only of the trigger of this name' },
    json: { type: 'boolean', help: 'ls: one JSON object a line' },
    limit: { type: 'string', value: '<n>', default: '50', help: 'ls: at most so many, the newest' },
    all: { type: 'boolean', help: 'redrive: every dead letter' },
    yes: { type: 'boolean', short: 'y', help: 'redrive --all: does not ask' },
    app: { type: 'string', value: '<command>', help: "how the program is run (default: 'app' of cdk8s.yaml)" },
    server: { type: 'string', value: '<url>', help: "where the bus is reached instead: 'nats://127.0.0.1:4222'" },
    secrets: { type: 'string', value: '<folder>', default: 'secrets', help: 'the folder of secrets' },
    dev: { type: 'boolean', help: "the bus of the 'eventwright dev' that runs in this folder" },
  },
  positionals: Number.POSITIVE_INFINITY,
  run: async ({ secrets, limit, json = false, all = false, yes = false, dev = false, ...options }, words) => {
    const { dlq, openTerminal } = await import('./dlq.ts');
    const { app, server, sensor, trigger } = options;
    const folder = process.cwd();
    const given = {
      folder,
      app,
      server,
      sensor,
      trigger,
      json,
      all,
      yes,
      dev,
      secretsFolder: secrets,
      limit: toCount(limit),
    };
    return dlq(words, given, openTerminal());
  },
});

function toCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw usageError(`--limit: '${text}' is no count; use a whole number of at least 1, for example 50`);
}
