import { operatorOptions, toOperateOptions } from '../bus-connection/operator-options.ts';
import { createCommand } from '../command/command.ts';
import { toCount } from '../command/to-count.ts';

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
    json: { type: 'boolean', help: 'ls: one JSON object a line' },
    limit: { type: 'string', value: '<n>', default: '50', help: 'ls: at most so many, the newest' },
    all: { type: 'boolean', help: 'redrive: every dead letter' },
    yes: { type: 'boolean', short: 'y', help: 'redrive --all: does not ask' },
    ...operatorOptions,
  },
  positionals: Number.POSITIVE_INFINITY,
  run: async ({ limit, json = false, all = false, yes = false, ...options }, words) => {
    const { dlq, openTerminal } = await import('./dlq.ts');
    const given = { ...toOperateOptions(options), json, all, yes, limit: toCount(limit) };
    return dlq(words, given, openTerminal());
  },
});
