import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { InvalidSpecError } from '../invalid-spec-error.ts';
import type { EventSourceDocument, SensorDocument } from './document.ts';
import { parseDocument } from './parse-document.ts';
import { compareVersions, minRuntime, version } from './version.ts';

const head = {
  apiVersion: 'eventwright.dev/v1',
  minRuntime: '0.1.0',
  metadata: { name: 'clock', namespace: 'ci', worker: 'default' },
  bus: { kind: 'jetstream', name: 'bus', servers: ['nats://bus:4222'] },
} as const;

const source: EventSourceDocument = {
  ...head,
  kind: 'EventSource',
  spec: {
    kind: 'calendar',
    events: { tick: { interval: '5m', catchUp: { ticks: 'none', maxAge: '1h' } } },
  },
};

const sensor: SensorDocument = {
  ...head,
  kind: 'Sensor',
  spec: {
    dependencies: {
      tick: {
        eventSource: 'clock',
        event: 'tick',
        filter: { code: '({ data }, { days }) => days.includes(data.day)', bind: { days: ['mon', 'tue'] } },
        transform: { code: '({ data }, { f }) => f(data)', helpers: { f: { code: '(x) => x.at' } } },
        onFilterError: 'deadLetter',
        during: { start: '09:00', stop: '17:00', timeZone: 'Europe/Oslo' },
        collect: 'all',
        maxEvents: 7,
      },
      done: { eventSource: 'clock', event: 'done', onFilterError: 'deadLetter', collect: 'latest', maxEvents: 100 },
    },
    correlate: {
      by: { tick: { code: '({ data }) => data.day' }, done: { code: '({ data }) => data.day' } },
      within: '1h',
      onTimeout: 'drop',
      maxOpen: 10,
    },
    triggers: {
      note: {
        when: 'tick && done',
        action: { kind: 'log', level: 'info' },
        template: { code: '({ tick }) => tick.data' },
        retry: { steps: 10, duration: '1s', factor: 2, cap: '60s', jitter: 0.2 },
        timeout: '30s',
        suspended: false,
        start: { time: '2026-12-24T03:00:00Z' },
        resets: [{ schedule: '0 0 * * *', timeZone: 'UTC' }],
        dedup: { window: '5m' },
        formerName: 'notes',
      },
    },
  },
};

const parse = (document: unknown) => parseDocument(JSON.stringify(document), 'clock.json');

it.each([source, sensor])('what a program wrote is read as it was: $kind', (document) => {
  expect(parse(document)).toStrictEqual(document);
});

describe('a broken document', () => {
  const dependency = (change: object) => ({
    ...sensor,
    spec: {
      ...sensor.spec,
      dependencies: { ...sensor.spec.dependencies, tick: { ...sensor.spec.dependencies.tick, ...change } },
    },
  });
  const trigger = (change: object, name = 'note') => ({
    ...sensor,
    spec: { ...sensor.spec, triggers: { [name]: { ...sensor.spec.triggers.note, ...change } } },
  });

  it.each<[string, unknown, string]>([
    [
      'another apiVersion',
      { ...source, apiVersion: 'eventwright.dev/v2' },
      "clock.json: apiVersion 'eventwright.dev/v2' is unknown; runtime 0.1.0 reads 'eventwright.dev/v1'",
    ],
    [
      'a newer minRuntime',
      { ...source, minRuntime: '99.0.0', future: true },
      `clock.json: it needs runtime 99.0.0 or later, and this is ${version}; use a newer image`,
    ],
    ['a minRuntime that is none', { ...source, minRuntime: 'new' }, "clock.json: minRuntime 'new' is no version"],
    ['an unknown field', { ...source, speck: {} }, "clock.json: there is no option 'speck', did you mean 'spec'?"],
    [
      'an unknown kind',
      { ...source, kind: 'Workflow' },
      "clock.json: kind 'Workflow' is unknown; there is 'EventSource', 'Sensor'",
    ],
    [
      'a source of a kind this runtime lacks',
      { ...source, spec: { kind: 'kafka', events: {} } },
      "clock.json: spec.kind 'kafka' is unknown; there is 'webhook', 'calendar'",
    ],
    [
      'an action of a kind this runtime lacks',
      trigger({ action: { kind: 'slack' } }),
      "clock.json: spec.triggers.note.action.kind 'slack' is unknown; there is 'http', 'kubernetes', 'log', 'argo-workflow'",
    ],
    [
      'a bus it cannot reach',
      { ...source, bus: { ...head.bus, servers: [] } },
      'clock.json: bus.servers [] must be a list of at least 1',
    ],
    [
      'a name that no address can hold',
      { ...source, metadata: { ...head.metadata, name: 'a.b' } },
      "clock.json: metadata.name: 'a.b' cannot name an event source",
    ],
    [
      'an event that no address can hold',
      dependency({ event: '*' }),
      "clock.json: dependency 'tick': event: '*' cannot name an event",
    ],
    ...['', 'a b', '>', '*', 'x.>', '..\n', 'ci\n'].map((namespace): [string, unknown, string] => [
      `a namespace that no address can hold: ${JSON.stringify(namespace)}`,
      dependency({ namespace }),
      `clock.json: dependency 'tick': namespace: '${namespace}' cannot name a namespace`,
    ]),
    [
      'more events than servers can be told of',
      {
        ...source,
        spec: {
          ...source.spec,
          events: Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`e${at}`, { interval: '5m' }])),
        },
      },
      'clock.json: spec.events: 1001 events are too many for one event source; declare at most 1000, the others in another',
    ],
    [
      'a filter outside the language',
      dependency({ filter: { code: '() => process.exit()' } }),
      "clock.json: dependency 'tick': filter",
    ],
    ['a filter that is no function', dependency({ filter: { code: ')(' } }), "clock.json: dependency 'tick': filter"],
    [
      'a condition that nothing opens',
      trigger({ when: '!tick' }),
      "clock.json: trigger 'note': when: '!tick': it holds when nothing has arrived",
    ],
    [
      'a key outside the language',
      {
        ...sensor,
        spec: {
          ...sensor.spec,
          correlate: { ...sensor.spec.correlate, by: { ...sensor.spec.correlate?.by, done: { code: '() => now()' } } },
        },
      },
      'clock.json: correlate: by.done',
    ],
    [
      'a window of more than a year',
      {
        ...sensor,
        spec: { ...sensor.spec, correlate: { ...sensor.spec.correlate, within: '10000000000h' } },
      },
      "clock.json: spec.correlate.within '10000000000h' is too long; the longest is '366d'",
    ],
    [
      'a correlation where nothing is joined',
      trigger({ when: 'tick || done', resets: [] }),
      'clock.json: correlate: no trigger joins events, so it does nothing',
    ],
    [
      'a condition that names nobody',
      trigger({ when: 'tock' }),
      "clock.json: trigger 'note': when: 'tock': 'tock' is no dependency, did you mean 'tick'?",
    ],
    [
      'a trigger that no address can hold',
      trigger({}, 'a>b'),
      "clock.json: trigger 'a>b': 'a>b' cannot name a trigger",
    ],
    ['a list', [], 'clock.json: apiVersion undefined is unknown'],
    ['null', null, 'clock.json: apiVersion undefined is unknown'],
  ])('is refused with its path: %s', (_, document, message) => {
    expect(() => parse(document)).toThrow(
      expect.objectContaining({ name: 'InvalidSpecError', message: expect.stringContaining(message) }),
    );
  });

  it('is refused where it is not JSON', () => {
    expect(() => parseDocument('{"apiVersion":', 'clock.json')).toThrow(
      /^clock\.json: it is not JSON \(.+\); synthesize it again$/,
    );
  });

  it.each(['kind', 'bus'])('is an InvalidSpecError where its %s cannot be told as a word', (key) => {
    const value = { kind: { toString: [] }, toString: [] };
    expect(() => parse({ ...source, [key]: key === 'kind' ? value.kind : value })).toThrow(InvalidSpecError);
  });

  it('is an InvalidSpecError, whatever it holds', () => {
    const anywhere = fc.constantFrom('apiVersion', 'minRuntime', 'kind', 'metadata', 'bus', 'spec');
    fc.assert(
      fc.property(fc.constantFrom(source, sensor), anywhere, fc.jsonValue(), (document, key, value) => {
        try {
          parse({ ...document, [key]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidSpecError);
        }
      }),
    );
    fc.assert(fc.property(fc.json(), (text) => expect(() => parseDocument(text, 'a')).toThrow(InvalidSpecError)));
  });
});

describe('versions', () => {
  it("the code's is the package's", () => {
    expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  it('this runtime reads what this program writes', () => {
    expect(compareVersions(minRuntime, version)).toBeLessThanOrEqual(0);
  });

  it.each([
    ['0.1.0', '0.1.0', 0],
    ['0.10.0', '0.9.0', 1],
    ['1.0.0', '0.9.9', 1],
    ['0.1.0-rc.1', '0.1.0', 0],
    ['0.1.0', '0.1.1', -1],
  ])('%p and %p are ordered by number', (a, b, order) => {
    expect(Math.sign(compareVersions(a, b))).toBe(order);
  });
});
