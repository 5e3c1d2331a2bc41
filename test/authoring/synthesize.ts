import { App, Chart } from 'cdk8s';
import { JetStreamEventBus } from 'eventwright';
import { parseAllDocuments } from 'yaml';

export const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://bus:4222'] });

/** A chart in a program of its own. */
export function newChart(namespace?: string): Chart {
  return new Chart(new App(), 'ci', namespace === undefined ? {} : { namespace });
}

/** The configuration documents that a chart synthesizes, by the name of their ConfigMap. */
export function documentsOf(chart: Chart): Readonly<Record<string, unknown>> {
  const app = App.of(chart) as App;
  const objects = parseAllDocuments(app.synthYaml()).map((document) => document.toJS() ?? {});
  const documents = objects.filter(({ metadata }) => metadata?.labels?.['eventwright.dev/document']);
  return Object.fromEntries(
    documents.flatMap(({ metadata, data }) =>
      Object.values<string>(data).map((text) => [metadata.name, JSON.parse(text)]),
    ),
  );
}
