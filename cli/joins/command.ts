import { operatorOptions, toOperateOptions } from '../bus-connection/operator-options.ts';
import { createCommand } from '../command/command.ts';
import { linesTo } from '../command/lines-to.ts';
import { toCount } from '../command/to-count.ts';
import { toDuration } from '../command/to-duration.ts';

export const joinsCommand = createCommand({
  name: 'joins',
  summary: 'Lists the events that wait for others.',
  usage: 'joins ls [--key <key>] [--older <time>] [--all] [--json]',
  details: `
Runs the program as 'cdk8s synth' would, connects to the event bus that it names, as an operator, and reads what its workers
have stored. It changes nothing.

  ls  each key that is open, the oldest first: how long it has waited, when its window or a reset ends it, what has
      arrived, what is left of the condition; and what fires with several events and is not settled

Credentials are files, <folder>/<name>/<key>, or environment variables, EVENTWRIGHT_SECRET_<NAME>_<KEY>.

Examples:
  eventwright joins ls --older 10m
  eventwright joins ls --sensor deploy --key 8f2c41d`,
  options: {
    key: { type: 'string', value: '<key>', help: 'only this one' },
    older: { type: 'string', value: '<time>', default: '0s', help: 'only what waits for so long at least: 10m' },
    all: { type: 'boolean', help: 'also keys that were decided false, and hold no event any more' },
    json: { type: 'boolean', help: 'one JSON object a line' },
    limit: { type: 'string', value: '<n>', default: '100', help: 'at most so many, the oldest' },
    ...operatorOptions,
  },
  positionals: Number.POSITIVE_INFINITY,
  run: async ({ key, older, all = false, json = false, limit, ...options }, words) => {
    const { joins } = await import('./joins.ts');
    const given = { ...toOperateOptions(options), key, olderMs: toDuration('--older', older), all, json };
    return joins(
      words,
      { ...given, limit: toCount(limit) },
      { say: linesTo(process.stdout), warn: linesTo(process.stderr) },
    );
  },
});
