import { parseDocument } from '../../model/document/parse-document.ts';
import { readSituation } from './read-situation.ts';

const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus: { kind: 'memory', name: 'bus' } };

const documents = (worker: string) =>
  [
    { ...head, kind: 'Keeper', metadata: { name: 'bus', namespace: 'ci' }, spec: {} },
    {
      ...head,
      kind: 'Sensor',
      metadata: { name: 'deploy', namespace: 'ci', worker },
      spec: {
        dependencies: { push: { eventSource: 'github', event: 'push' } },
        triggers: { tell: { when: 'push', action: { kind: 'log' }, template: { code: '() => "pushed"' } } },
      },
    },
  ].map((document) => parseDocument(JSON.stringify(document), document.kind));

it("a bus's keeper and the worker of those that name none, both named after the bus, are two on it", () => {
  const { keeper, self, declared } = readSituation(documents('bus'), 'ci');
  expect({ keeper, self, workers: declared.workers }).toStrictEqual({
    keeper: 'bus',
    self: { namespace: 'ci', worker: 'bus-keeper' },
    workers: [{ namespace: 'ci', worker: 'bus' }],
  });
});

it('a worker that is where the keeper is, is refused', () => {
  expect(() => readSituation(documents('bus-keeper'), 'ci')).toThrow(
    "ci/bus-keeper is a worker, and where keeper 'bus' is; rename one of them",
  );
});
