import { checkEvents } from '../event-source/check-events.ts';
import { checkExpression } from '../expression/index.ts';
import type { StoredExpression } from '../expression/stored-expression.ts';
import { InvalidSpecError } from '../invalid-spec-error.ts';
import { checkDependencyName, checkName } from '../names.ts';
import { parseSpec } from '../schema.ts';
import { checkTrigger } from '../sensor/check-trigger.ts';
import { problemsOf } from '../sensor/problems-of.ts';
import type { SensorSpec } from '../sensor/sensor.ts';
import { show } from '../to-schema.ts';
import { apiVersion, type Document, documentSchema } from './document.ts';
import { compareVersions, version } from './version.ts';

/**
 * Reads a configuration document, all of it checked: inner code need not look again. Throws an `InvalidSpecError`
 * that begins with `at` and says what to change.
 */
export function parseDocument(text: string, at: string): Document {
  const value = parseJson(text, at);
  checkVersions(value, at);
  const document = parseSpec(documentSchema, value, at);
  const { name, namespace } = document.metadata;
  checkName(nouns[document.kind], name, `${at}: metadata.name`);
  if (document.kind !== 'Keeper') checkName('a worker', document.metadata.worker, `${at}: metadata.worker`);
  if (namespace !== undefined) checkName('a namespace', namespace, `${at}: metadata.namespace`);
  checkSpec(document, at);
  return document;
}

const nouns = { EventSource: 'an event source', Sensor: 'a sensor', Keeper: 'a keeper' } as const;

function checkSpec(document: Document, at: string): void {
  switch (document.kind) {
    case 'EventSource':
      checkEvents(Object.keys(document.spec.events), `${at}: spec.events`);
      break;
    case 'Sensor':
      checkSensor(document.spec, at);
      break;
    case 'Keeper':
      for (const namespace of document.spec.namespaces ?? [])
        checkName('a namespace', namespace, `${at}: spec.namespaces`);
  }
}

function parseJson(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidSpecError(`${at}: it is not JSON (${(error as Error).message}); synthesize it again`, {
      cause: error,
    });
  }
}

// Before anything else: a newer document may hold what an older schema would blame on the user.
function checkVersions(value: unknown, at: string): void {
  const head = (value ?? {}) as { readonly apiVersion?: unknown; readonly minRuntime?: unknown };
  if (head.apiVersion !== apiVersion)
    throw new InvalidSpecError(
      `${at}: apiVersion ${show(head.apiVersion)} is unknown; runtime ${version} reads '${apiVersion}'`,
    );
  if (typeof head.minRuntime === 'string' && compareVersions(head.minRuntime, version) > 0)
    throw new InvalidSpecError(
      `${at}: it needs runtime ${head.minRuntime} or later, and this is ${version}; use a newer image`,
    );
}

function checkSensor(sensor: SensorSpec, at: string): void {
  const { dependencies, correlate, triggers } = sensor;
  for (const [name, { namespace, eventSource, event, filter, transform }] of Object.entries(dependencies)) {
    const where = `${at}: dependency '${name}'`;
    checkDependencyName(name, where);
    if (namespace !== undefined) checkName('a namespace', namespace, `${where}: namespace`);
    checkName('an event source', eventSource, `${where}: eventSource`);
    checkName('an event', event, `${where}: event`);
    check(filter, `${where}: filter`);
    check(transform, `${where}: transform`);
  }
  for (const [name, key] of Object.entries(correlate?.by ?? {})) check(key, `${at}: correlate: by.${name}`);
  for (const [name, trigger] of Object.entries(triggers)) {
    const where = `${at}: trigger '${name}'`;
    checkName('a trigger', name, where);
    checkTrigger({ ...trigger, name, at: where }, sensor);
    check(trigger.template, `${where}: template`);
  }
  const [problem] = problemsOf(sensor);
  if (problem !== undefined) throw new InvalidSpecError(`${at}: ${problem}`);
}

function check(expression: StoredExpression | undefined, at: string): void {
  if (expression) checkExpression(expression, at);
}
