import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { compileSensor } from './compile-sensor.ts';
import { sensorDocument, stored } from './testing/sensor-document.ts';

describe('a compiled sensor', () => {
  it('names its triggers after the namespace it runs in, and lists each address once', () => {
    const document = sensorDocument({
      dependencies: {
        push: {},
        forced: {},
        release: { namespace: 'shop', event: 'release' },
        other: { event: 'other' },
      },
      triggers: { announce: { when: 'push || forced || release' } },
    });
    const { namespace, name, triggers } = compileSensor(document, 'ci');
    expect({ namespace, name, triggers: triggers.map(({ name, addresses }) => ({ name, addresses })) }).toStrictEqual({
      namespace: 'ci',
      name: 'deploy',
      triggers: [
        {
          name: { namespace: 'ci', sensor: 'deploy', trigger: 'announce' },
          addresses: [
            { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' },
            { class: 'event', namespace: 'shop', eventSource: 'github', event: 'release' },
          ],
        },
      ],
    });
  });

  it('is in the namespace that its document names', () => {
    const document = sensorDocument({ dependencies: { push: {} }, triggers: { announce: {} } });
    const elsewhere = { ...document, metadata: { ...document.metadata, namespace: 'shop' } };
    expect(compileSensor(elsewhere, 'ci').triggers[0]?.addresses).toStrictEqual([
      { class: 'event', namespace: 'shop', eventSource: 'github', event: 'push' },
    ]);
  });

  it.each([
    [
      'a filter',
      { dependencies: { push: { filter: { code: '(' } } }, triggers: { announce: {} } },
      "ci/deploy: dependency 'push': filter",
    ],
    [
      'a transform',
      { dependencies: { push: { transform: { code: '(' } } }, triggers: { announce: {} } },
      "ci/deploy: dependency 'push': transform",
    ],
    [
      'a template',
      { dependencies: { push: {} }, triggers: { announce: { template: { code: '(' } } } },
      "ci/deploy: trigger 'announce': template",
    ],
    [
      'an unknown name',
      { dependencies: { push: {} }, triggers: { announce: { when: 'pull' } } },
      "ci/deploy: trigger 'announce': when",
    ],
    [
      'an absence that no window ends',
      { dependencies: { push: {}, image: {} }, triggers: { announce: { when: 'push && !image' } } },
      "ci/deploy: trigger 'announce': when: 'push && !image'",
    ],
    [
      'a condition that holds when nothing has arrived',
      { dependencies: { push: {} }, triggers: { announce: { when: '!push' } } },
      "ci/deploy: trigger 'announce': when: '!push'",
    ],
  ])('refuses %s that it cannot run, with the place', (_, parts, place) => {
    const compile = () => compileSensor(sensorDocument(parts), 'ci');
    expect(compile).toThrow(InvalidSpecError);
    expect(compile).toThrow(place);
  });

  it('waits where a condition needs several events, for those that it names', () => {
    const document = sensorDocument({
      dependencies: { push: {}, image: { collect: 'all', maxEvents: 3 }, other: {} },
      triggers: { both: { when: 'push && image' }, either: { when: 'push || image' } },
    });
    const [both, either] = compileSensor(document, 'ci').triggers;
    expect([both?.joined, either?.joined]).toStrictEqual([true, false]);
    expect(both?.join).toStrictEqual({
      rules: {
        condition: {
          kind: 'and',
          of: [
            { kind: 'name', name: 'push' },
            { kind: 'name', name: 'image' },
          ],
        },
        collects: { push: { collect: 'latest', maxEvents: 100 }, image: { collect: 'all', maxEvents: 3 } },
      },
      keying: '-',
      window: undefined,
      resets: expect.any(Function),
    });
  });

  it('compiles a dependency once for all triggers', () => {
    const document = sensorDocument({
      dependencies: { push: { filter: stored(() => true) } },
      triggers: { announce: {}, note: {} },
    });
    const [announce, note] = compileSensor(document, 'ci').triggers;
    expect(announce?.dependencies[0]).toBe(note?.dependencies[0]);
  });
});
