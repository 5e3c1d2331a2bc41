import { isWorkerDocument, type WorkerDocument } from '../../model/document/document.ts';
import { parseDocument } from '../../model/document/parse-document.ts';
import { documentsOf, newChart } from '../authoring/synthesize.ts';
import type { Declare } from './scenario.ts';
import { createSources } from './sources.ts';

interface SynthesizeOptions {
  readonly namespace: string;
  readonly target: string;
  /** When its story began, in milliseconds since 1970. */
  readonly beganAt: number;
}

/** The documents of what is declared, in a program of its own, as a worker reads them. */
export function synthesize(
  declare: Declare,
  { namespace, target, beganAt }: SynthesizeOptions,
): readonly WorkerDocument[] {
  const chart = newChart(namespace);
  const tick = (seconds: number, timeZone?: string) => toSchedule(beganAt + seconds * 1000, timeZone);
  declare({ chart, target, tick, ...createSources() });
  return Object.entries(documentsOf(chart))
    .map(([name, document]) => parseDocument(JSON.stringify(document), name))
    .filter(isWorkerDocument);
}

function toSchedule(moment: number, timeZone = 'UTC') {
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(moment);
  const [hour, minute, second] = shown.split(':').map(Number);
  return { schedule: `${second} ${minute} ${hour} * * *`, timeZone };
}
