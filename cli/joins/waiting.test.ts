import type { Duration } from '../../model/duration.ts';
import type { Json } from '../../model/json.ts';
import type { CorrelationSpec } from '../../model/sensor/correlation.ts';
import type { Reset } from '../../model/trigger/reset.ts';
import { type HeldEvent, packEvent } from '../../runtime/partition/work/held-event.ts';
import { toWorkCell, toWorkKey } from '../../runtime/partition/work/work-cell.ts';
import { compileSensor } from '../../runtime/sensor/compile-sensor.ts';
import { sensorDocument, stored } from '../../runtime/sensor/testing/sensor-document.ts';
import { listWaiting, toJsonLine } from './list.ts';
import { Oldest } from './oldest.ts';
import { findWaiting, type Waiting } from './waiting.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const minute = 60_000;

const correlate: CorrelationSpec = {
  by: { push: stored(({ id }: { id: string }) => id), image: stored(({ id }: { id: string }) => id) },
  within: '30m',
  onTimeout: 'deadLetter',
  maxOpen: 100,
};

function compile(
  keyed: boolean,
  when = 'push && (image || label)',
  { within = '30m' as Duration, resets = [] as readonly Required<Reset>[] } = {},
) {
  const { spec, ...document } = sensorDocument({
    dependencies: { push: {}, image: { event: 'image' }, label: { event: 'label' } },
    triggers: { announce: { when, resets: [...resets] } },
  });
  const [trigger] = compileSensor(
    { ...document, spec: { ...spec, ...(keyed && { correlate: { ...correlate, within } }) } },
    'ci',
  ).triggers;
  if (!trigger) throw new Error('there is no trigger');
  return trigger;
}

const keyed = compile(true);
const unkeyed = compile(false);

function toHeld(n: number, ageMs: number): HeldEvent {
  const time = '2026-01-01T00:00:00Z';
  return {
    offset: `${n}`,
    address: { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' },
    event: { id: `event-${n}`, source: '/ci/github', type: 'push', time, data: new Uint8Array() },
    storedAt: now - ageMs,
  };
}

/** A cell of a held event. */
function hold(place: string, n: number, { ageMs, openedMs = ageMs }: { ageMs: number; openedMs?: number }) {
  const cell = { ...packEvent(toHeld(n, ageMs)), openedAt: now - openedMs } as unknown as Json;
  return [`held/ci/deploy/announce/${place}/${n}`, cell] as const;
}

function list(cells: readonly (readonly [string, Json])[], { trigger = keyed, most = 10 } = {}) {
  const oldest = new Oldest<Waiting>(most);
  oldest.add(findWaiting(new Map(cells), trigger));
  return { lines: listWaiting(oldest, now), json: oldest.kept.map((one) => JSON.parse(toJsonLine(one))) };
}

describe('what waits', () => {
  const { keying } = keyed.join;

  it('is told the oldest first: key, age, end, what has arrived, what is left of the condition', () => {
    const cells = [
      hold(`${keying}/young%2F1/image`, 4, { ageMs: 2 * minute }),
      hold(`${keying}/old/push`, 1, { ageMs: 10 * minute }),
      hold(`${keying}/middle/label`, 2, { ageMs: 5 * minute }),
      hold(`${keying}/middle/image`, 3, { ageMs: 4 * minute, openedMs: 5 * minute }),
    ];
    expect(list(cells, { most: 2 }).lines).toStrictEqual([
      'trigger             key     age  ends in  arrived       waits for',
      'ci/deploy/announce  old     10m  20m      push          image || label',
      'ci/deploy/announce  middle  5m   25m      label, image  push',
      'and 1 younger; --limit 3 shows all',
    ]);
    expect(list(cells).json.at(-1)).toStrictEqual({
      trigger: 'ci/deploy/announce',
      key: 'young/1',
      since: '2026-01-01T11:58:00.000Z',
      arrived: { image: ['event-4'] },
      state: 'open',
      endsAt: '2026-01-01T12:28:00.000Z',
      endsBy: 'window',
      missing: ['push'],
      condition: 'push',
    });
  });

  it('longer than a date can say has an end for all that', () => {
    const trigger = compile(true, 'push && image', { within: '10000000000h' });
    const { lines, json } = list([hold(`${keying}/a/push`, 1, { ageMs: minute })], { trigger });
    expect(lines[1]).toBe('ci/deploy/announce  a    1m   416666666d  push     image');
    expect(json).toMatchObject([{ endsAt: '+275760-09-13T00:00:00.000Z' }]);
  });

  it('without a key has no end', () => {
    const cells = [
      hold('-//push', 1, { ageMs: 10 * minute }),
      hold('-//push', 2, { ageMs: minute, openedMs: 10 * minute }),
    ];
    expect(list(cells, { trigger: unkeyed }).lines[1]).toBe(
      'ci/deploy/announce  -    10m  never    push ×2  image || label',
    );
  });

  describe('where a reset is to come', () => {
    const resets = [{ schedule: '15 * * * *', timeZone: 'UTC' }];

    it('ends with it, without a key as with a window that is longer', () => {
      const at = '2026-01-01T12:15:00.000Z';
      const { lines, json } = list([hold('-//push', 1, { ageMs: minute })], {
        trigger: compile(false, 'push && image', { resets }),
      });
      expect(lines[1]).toBe('ci/deploy/announce  -    1m   15m, by a reset  push     image');
      expect(json).toMatchObject([{ endsAt: at, endsBy: 'reset' }]);
      const held = [hold(`${keying}/a/push`, 1, { ageMs: minute })];
      expect(list(held, { trigger: compile(true, undefined, { resets }) }).json).toMatchObject([
        { endsAt: at, endsBy: 'reset' },
      ]);
      const shorter = compile(true, undefined, { resets, within: '10m' });
      expect(list(held, { trigger: shorter }).json).toMatchObject([{ endsBy: 'window' }]);
    });

    it('waits for nothing that only its window would have brought', () => {
      const held = [hold(`${keying}/a/push`, 1, { ageMs: minute })];
      const { lines, json } = list(held, { trigger: compile(true, 'push && !image', { resets }) });
      expect(lines[1]).toMatch(/ 15m, by a reset +push +nothing: it cannot hold any more$/);
      expect(json[0]).not.toHaveProperty('condition');
    });
  });

  it('and was decided false says so, and that it holds no event', () => {
    const decided = [`held/ci/deploy/announce/${keying}/no/push/-`, { openedAt: now - minute }] as const;
    expect(list([decided]).lines.slice(1)).toStrictEqual([
      'ci/deploy/announce  no   1m   29m      push     nothing: it cannot hold any more',
    ]);
    expect(findWaiting(new Map([decided]), keyed)).toMatchObject([{ isEmpty: true }]);
  });

  describe('under a key that is made in another way now', () => {
    const gone = hold('other/gone/push', 1, { ageMs: 2 * minute });

    it('says that nothing meets it', () => {
      const { lines, json } = list([gone]);
      expect(lines.slice(1)).toStrictEqual([
        'ci/deploy/announce  gone  2m   28m      push     nothing: its key was made in another way',
      ]);
      expect(json).toMatchObject([{ key: 'gone', missing: [], leftBehind: true }]);
      expect(json[0]).not.toHaveProperty('condition');
    });

    it('and will fire when its window ends, says so', () => {
      const { lines, json } = list([gone], { trigger: compile(true, 'push && !image') });
      expect(lines[1]).toMatch(/ its end, when it fires: its key was made in another way$/);
      expect(json).toMatchObject([{ missing: [], condition: '!image', leftBehind: true }]);
    });

    it('where keys are asked for no more, ends now', () => {
      expect(list([gone], { trigger: unkeyed }).lines[1]).toBe(
        'ci/deploy/announce  gone  2m   now      push     nothing: its key was made in another way',
      );
    });

    it('waits as before where its own key is as ever, unless its place is taken', () => {
      const way = keyed.join.window?.keyings.push ?? '';
      const [place, cell] = gone;
      const moved = [place, { ...(cell as object), way } as Json] as const;
      expect(list([moved]).json).toMatchObject([{ missing: ['image', 'label'], condition: 'image || label' }]);
      expect(list([moved]).json[0]).not.toHaveProperty('leftBehind');
      const taken = hold(`${keying}/gone/push`, 2, { ageMs: minute });
      expect(list([moved, taken]).json).toMatchObject([{ leftBehind: true }, { condition: 'image || label' }]);
    });
  });

  it('under a former name of its trigger is told with that', () => {
    const trigger = { ...keyed, spec: { ...keyed.spec, formerName: 'old' } };
    const [name, cell] = hold(`${keying}/a/push`, 1, { ageMs: minute });
    const { lines, json } = list([[name.replace('/announce/', '/old/'), cell]], { trigger });
    expect(lines[1]).toBe('ci/deploy/announce, as old  a    1m   29m      push     image || label');
    expect(json).toMatchObject([{ trigger: 'ci/deploy/announce', formerName: 'old', key: 'a' }]);
  });

  it('for its action is told with its attempts', () => {
    const [push, image] = [toHeld(1, 3 * minute), toHeld(2, minute)];
    const joined = { key: 'sha', executionId: 'run', events: { push: [push], image: [image] } };
    const work = { ...image, joined, executionId: 'run', template: null, attempts: 2, notBefore: now + minute };
    const cells = [[toWorkKey(keyed.name, work), toWorkCell(work)] as const];
    expect(list(cells).lines[1]).toBe(
      'ci/deploy/announce  sha  3m            push, image  execution run, 2 attempts failed, next in 1m',
    );
    expect(list(cells).json).toStrictEqual([
      {
        trigger: 'ci/deploy/announce',
        key: 'sha',
        since: '2026-01-01T11:57:00.000Z',
        arrived: { push: ['event-1'], image: ['event-2'] },
        state: 'firing',
        execution: 'run',
        attempts: 2,
        nextAt: '2026-01-01T12:01:00.000Z',
      },
    ]);
  });
});

it('of many the oldest are kept, and all are counted', () => {
  const oldest = new Oldest<{ since: number; key: string }>(3);
  const described: string[] = [];
  const toCandidate = (name: string) => {
    const one = { since: Number(name[0]), key: name };
    return {
      ...one,
      describe: () => {
        described.push(name);
        return one;
      },
    };
  };
  for (const group of [
    ['5', '1', '9', '7'],
    ['3b', '8', '3a'],
    ['3c', '6'],
  ])
    oldest.add(group.map(toCandidate));
  expect(oldest.kept.map(({ key }) => key)).toStrictEqual(['1', '3a', '3b']);
  expect(oldest.count).toBe(9);
  expect(described).toStrictEqual(['1', '5', '7', '3a', '3b']);
});
