import { operatorOptions, toOperateOptions } from '../bus-connection/operator-options.ts';
import { createCommand } from '../command/command.ts';
import { linesTo } from '../command/lines-to.ts';
import { toDuration } from '../command/to-duration.ts';

export const whyCommand = createCommand({
  name: 'why',
  summary: 'Tells what became of an event, trigger by trigger, and why.',
  usage: 'why <event id> [--source <source>] [--since <time>] [--json]',
  details: `
Runs the program as 'cdk8s synth' would, connects to the event bus that it names, as an operator, finds the event in the
bus's log, and says for each trigger that depends on it whether it

  fired, with which other events, after how many attempts
  was filtered, by which term of the filter, and the value that it met; or by a condition that was decided false
  waits for others: for which, until when
  was superseded, a duplicate, expired, or let go by a reset
  is tried again, or was dead-lettered: why, and how to give it back
  has not been read yet

It changes nothing. What fired is told as long as the bus keeps its records, which forgets the oldest when they are full.

An <event id> may be its beginning, six characters at least, as 'eventwright dev' shows it.

Credentials are files, <folder>/<name>/<key>, or environment variables, EVENTWRIGHT_SECRET_<NAME>_<KEY>.

Examples:
  eventwright why 8f2c41d0-6a5b-11f0-9c1e-3f5d2a
  eventwright why 8f2c41d0-6a5b-11f0-9c1e-3f5d2a --since 7d --sensor deploy`,
  options: {
    source: { type: 'string', value: '<source>', help: "only where the event's own 'source' is this one" },
    since: { type: 'string', value: '<time>', default: '24h', help: 'how far back the log is read' },
    json: { type: 'boolean', help: 'one JSON object for each event that has the id' },
    ...operatorOptions,
  },
  positionals: 1,
  run: async ({ source, since, json = false, ...options }, [id]) => {
    const { why } = await import('./why.ts');
    const given = { ...toOperateOptions(options), source, sinceMs: toDuration('--since', since), json };
    return why(id, given, { say: linesTo(process.stdout), progress: linesTo(process.stderr) });
  },
});
