import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { documentSchema } from '../../model/document/document.ts';
import { jetStreamEventBusSchema } from '../../model/event-bus/jetstream.ts';
import { calendarEventSchema } from '../../model/event-source/calendar.ts';
import { webhookEventSchema } from '../../model/event-source/webhook.ts';
import { keeperQuotasSchema, keeperSchema } from '../../model/keeper/keeper.ts';
import { toJsonSchema } from '../../model/schema.ts';
import { httpActionSchema, httpRequestSchema } from '../../model/trigger/http.ts';
import { logActionSchema } from '../../model/trigger/log.ts';
import { retrySchema } from '../../model/trigger/retry.ts';
import { deliverySchema } from '../../model/trigger/trigger.ts';
import { type OptionTable, toMarkdown } from './option-table.ts';

const jsonSchemaPath = 'docs/reference/eventwright.schema.json';
const calendar = 'model/event-source/calendar.ts';
const http = 'model/trigger/http.ts';
const jetstream = 'model/event-bus/jetstream.ts';

const pages: Readonly<Record<string, readonly OptionTable[]>> = {
  'docs/event-buses/jetstream.md': [
    { file: jetstream, interface: 'JetStreamEventBusConfig', schema: jetStreamEventBusSchema },
    { file: jetstream, interface: 'JetStreamTls', schema: jetStreamEventBusSchema, at: ['properties', 'tls'] },
  ],
  'docs/event-sources/webhook.md': [
    { file: 'model/event-source/webhook.ts', interface: 'WebhookEvent', schema: webhookEventSchema },
    { file: 'model/event-source/webhook.ts', interface: 'WebhookMeta' },
  ],
  'docs/event-sources/calendar.md': [
    { file: calendar, interface: 'CalendarScheduleOptions', schema: calendarEventSchema, at: ['anyOf', 0] },
    { file: calendar, interface: 'CalendarIntervalOptions', schema: calendarEventSchema, at: ['anyOf', 1] },
    { file: calendar, interface: 'CatchUp', schema: calendarEventSchema, at: ['anyOf', 0, 'properties', 'catchUp'] },
  ],
  'docs/keeper.md': [
    { file: 'model/keeper/keeper.ts', interface: 'KeeperOptions', schema: keeperSchema },
    { file: 'model/keeper/keeper.ts', interface: 'KeeperQuotas', schema: keeperQuotasSchema },
  ],
  'docs/triggers/http.md': [
    { file: http, interface: 'HttpOptions', schema: httpActionSchema },
    { file: http, interface: 'HttpTls', schema: httpActionSchema, at: ['properties', 'tls'] },
    { file: http, interface: 'HttpRequest', schema: httpRequestSchema },
  ],
  'docs/triggers/log.md': [{ file: 'model/trigger/log.ts', interface: 'LogOptions', schema: logActionSchema }],
  'docs/triggers/delivery.md': [
    { file: 'model/trigger/trigger.ts', interface: 'DeliveryOptions', schema: deliverySchema },
    { file: 'model/trigger/retry.ts', interface: 'Backoff', schema: retrySchema },
  ],
};

/** Every generated file, or page with generated parts, as it should be. */
export function renderReference(): ReadonlyMap<string, string> {
  const sources = Object.values(pages).flatMap((tables) => tables.map(({ file }) => file));
  const program = ts.createProgram([...new Set(sources)], { noEmit: true });
  const rendered = Object.entries(pages).map(([path, tables]) => [path, fill(path, tables, program)] as const);
  return new Map([[jsonSchemaPath, renderJsonSchema()], ...rendered]);
}

/** As `npm run format` would leave it. */
function renderJsonSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A configuration document of Eventwright: one event source, sensor or keeper',
    ...toJsonSchema(documentSchema),
  };
  const biome = ['node_modules/@biomejs/biome/bin/biome', 'format', `--stdin-file-path=${jsonSchemaPath}`];
  return execFileSync(process.execPath, biome, { input: JSON.stringify(schema), encoding: 'utf8' });
}

/** The page with each table between its markers. */
function fill(path: string, tables: readonly OptionTable[], program: ts.Program): string {
  return tables.reduce(
    (text, table) => {
      const begin = `<!-- options of ${table.interface} -->\n`;
      const from = text.indexOf(begin);
      const to = text.indexOf('<!-- end -->', from);
      if (from < 0 || to < 0) throw new Error(`${path} lacks '${begin.trim()}' or the '<!-- end -->' after it`);
      return `${text.slice(0, from + begin.length)}${toMarkdown(table, program)}\n${text.slice(to)}`;
    },
    readFileSync(path, 'utf8'),
  );
}
