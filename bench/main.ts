// `npm run bench [-- name …] [--json]`: ours against a bare loop in the same run; medians and ratios.
import { parseArgs } from 'node:util';
import { expressionFigures } from './expression.ts';
import { imageFigures } from './image.ts';
import { ingestFigures } from './jetstream/ingest.ts';
import { journalFigures } from './jetstream/journal.ts';
import { latencyFigures } from './jetstream/latency.ts';
import { logFigures } from './jetstream/log.ts';
import { scalingFigures } from './jetstream/scaling.ts';
import { serverStopFigures } from './jetstream/server-stop.ts';
import { takeoverFigures } from './jetstream/takeover.ts';
import { joinFigures } from './join.ts';
import { joinFigures as kafkaJoinFigures } from './kafka/join.ts';
import { latencyFigures as kafkaLatencyFigures } from './kafka/latency.ts';
import { logFigures as kafkaLogFigures } from './kafka/log.ts';
import { publishFigures } from './kafka/publish.ts';
import { scalingFigures as kafkaScalingFigures } from './kafka/scaling.ts';
import { memoryFigures } from './memory.ts';
import { startFigures } from './start.ts';
import { type Figure, type Goal, isMet } from './support/figure.ts';
import { synthesisFigures } from './synthesis.ts';
import { triggerFigures } from './trigger.ts';
import { webhookFigures } from './webhook.ts';

// Nothing here is deployed.
process.env.EVENTWRIGHT_IMAGE ||= 'eventwright:bench';

const benchmarks: Readonly<Record<string, () => AsyncIterable<Figure>>> = {
  webhook: webhookFigures,
  trigger: triggerFigures,
  expression: expressionFigures,
  start: startFigures,
  memory: memoryFigures,
  join: joinFigures,
  synthesis: synthesisFigures,
  image: imageFigures,
  'jetstream-ingest': ingestFigures,
  'jetstream-log': logFigures,
  'jetstream-journal': journalFigures,
  'jetstream-latency': latencyFigures,
  'jetstream-takeover': takeoverFigures,
  'jetstream-server-stop': serverStopFigures,
  'jetstream-scaling': scalingFigures,
  'kafka-publish': publishFigures,
  'kafka-log': kafkaLogFigures,
  'kafka-join': kafkaJoinFigures,
  'kafka-latency': kafkaLatencyFigures,
  'kafka-scaling': kafkaScalingFigures,
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !benchmarks[name]);
if (unknown) {
  console.error(`there is no benchmark '${unknown}'; there are ${Object.keys(benchmarks).join(', ')}`);
  process.exit(2);
}

for (const name of positionals.length > 0 ? positionals : Object.keys(benchmarks)) {
  if (!values.json) console.log(`\n${name}`);
  for await (const figure of benchmarks[name]?.() ?? [])
    console.log(values.json ? JSON.stringify(toLine(figure)) : toRow(figure));
}

function toLine({ goal, ...figure }: Figure): object {
  return { ...figure, ...(goal && { goal: words(goal), met: isMet({ goal, ...figure }) }) };
}

function toRow(figure: Figure): string {
  const { name, unit, ours, bare, ratio, goal } = figure;
  const parts = [
    name.padEnd(44),
    `${round(ours)} ${unit}`.padStart(18),
    bare === undefined ? '' : `bare ${round(bare)}`.padStart(16),
    ratio === undefined ? '' : `× ${ratio.toFixed(2)}`.padStart(8),
    goal ? `  goal ${words(goal)}: ${isMet(figure) ? 'met' : 'missed'}` : '',
  ];
  return `  ${parts.join(' ').trimEnd()}`;
}

function words(goal: Goal): string {
  if ('atLeast' in goal) return `at least ${goal.atLeast} of bare`;
  return goal.of === 'ratio' ? `below ${goal.below} times bare` : `below ${goal.below}`;
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
