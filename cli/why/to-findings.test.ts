import type { Stored } from '../../runtime/event-bus/contract.ts';
import type { Outcome, OutcomeRecord } from '../../runtime/outcome/outcome.ts';
import type { HeldEvent } from '../../runtime/partition/work/held-event.ts';
import type { StoredWork } from '../../runtime/partition/work/work.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import { type AnyEvent, announce, stored as code } from '../../runtime/sensor/testing/sensor-document.ts';
import type { StoredLetter } from '../dlq/read-letters.ts';
import type { Evidence } from './evidence.ts';
import type { Place } from './place.ts';
import { tell, toJsonLine } from './tell.ts';
import { toFindings } from './to-findings.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const minute = 60_000;

function toHeld(id: string, n: number): HeldEvent {
  return {
    offset: `${n}`,
    address: { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' },
    event: {
      id,
      source: '/ci/github',
      type: 'push',
      time: '2026-01-01T11:50:00Z',
      datacontenttype: 'application/json',
      data: Buffer.from('{"forced":false}'),
    },
    storedAt: now - 10 * minute,
  };
}

const push = toHeld('push-1', 7);
const image = toHeld('image-1', 8);
const stored: Stored = { ...push, position: 'x:7' };
const ref = (id: string, offset?: string) => ({ source: '/ci/github', id, ...(offset !== undefined && { offset }) });

const alone = announce({ push: {} }, {});
const joined = announce({ push: {}, image: { event: 'image' } }, { when: 'push && image' });
const execution = { key: 'sha', executionId: 'run', events: { push: [push], image: [image] } };

const passed: Place = { index: 3, state: 'passed', suspended: false, held: [], work: undefined };

function record(outcome: Outcome, more: Partial<OutcomeRecord> = {}): OutcomeRecord {
  return { at: now - 5 * minute, event: ref('push-1', '7'), outcome, ...more };
}

function toWork(more: Partial<StoredWork> = {}): StoredWork {
  return { ...push, executionId: 'run', template: null, attempts: 2, notBefore: now + minute, ...more };
}

function toLetter(more: Partial<StoredLetter> = {}): StoredLetter {
  const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
  const head = { id: 'letter', shortId: '0123456789', trigger, at: '4', worker: 'ci/worker' };
  return { ...push, ...head, storedAt: now - minute, attempts: 3, reason: 'HTTP 500', executionId: 'run', ...more };
}

/** What is found, and how it is told. */
function story(trigger: CompiledTrigger, more: Partial<Omit<Evidence, 'trigger'>>) {
  const findings = toFindings({ trigger, stored, letters: [], records: [], places: [passed], ...more });
  const told = { stored, triggers: [{ trigger, findings }] };
  JSON.parse(toJsonLine(told));
  return { kinds: findings.map(({ kind }) => kind), lines: tell(told, now).slice(3) };
}

describe('of an event that a trigger takes by itself it is found that', () => {
  it('it fired, whatever failed before', () => {
    const records = [
      record({ kind: 'retrying', attempt: 1, reason: 'HTTP 503' }),
      record({ kind: 'fired', executionId: 'run', attempts: 2, detail: 'HTTP 200' }),
    ];
    expect(story(alone, { records }).lines).toStrictEqual([
      '  fired at 2026-01-01T11:55:00Z, at attempt 2: HTTP 200',
      '    execution run',
    ]);
  });

  it('an attempt failed, and the next waits in the process, or in the journal', () => {
    const records = [record({ kind: 'retrying', attempt: 1, reason: 'HTTP 503' })];
    expect(story(alone, { records, places: [{ ...passed, state: 'ahead' }] }).lines).toStrictEqual([
      '  is tried again: attempt 1 failed at 2026-01-01T11:55:00Z: HTTP 503',
    ]);
    expect(story(alone, { records, places: [{ ...passed, work: toWork() }] }).lines).toStrictEqual([
      '  failed 2 attempts; the next is at 2026-01-01T12:01:00Z, in 1m',
      '    last recorded failure: HTTP 503',
      '    execution run',
    ]);
  });

  it('it was given up, and waits to be redriven', () => {
    const records = [record({ kind: 'retrying', attempt: 1, reason: 'HTTP 500' })];
    expect(story(alone, { records, letters: [toLetter()] }).lines).toStrictEqual([
      '  dead-lettered at 2026-01-01T11:59:00Z after 3 attempts: HTTP 500',
      '    give it back to its trigger with: eventwright dlq redrive 0123456789',
    ]);
  });

  it('it was filtered, once every dependency refused it', () => {
    const no = { filter: code(({ data }: AnyEvent) => data.forced === true) };
    const one = announce({ push: no, other: {} }, { when: 'push || other' });
    const both = announce({ push: no, other: no }, { when: 'push || other' });
    expect(story(one, {}).kinds).toStrictEqual(['forgotten']);
    expect(story(both, {}).lines).toStrictEqual([
      '  filtered: push: data.forced === true was false, data.forced is false',
      '  filtered: other: data.forced === true was false, data.forced is false',
    ]);
    expect(story(both, { places: [{ ...passed, state: 'ahead' }] }).kinds).toStrictEqual(['unread']);
    // the filter was another then
    const records = [record({ kind: 'fired', executionId: 'run', attempts: 1 })];
    expect(story(both, { records }).kinds).toStrictEqual(['fired']);
  });

  it('it was filtered, for its filter cannot be evaluated and that counts as false', () => {
    const no = {
      filter: code(({ data }: AnyEvent) => (data.nothing as unknown as AnyEvent['data']).forced === true),
      onFilterError: 'filter',
    } as const;
    expect(story(announce({ push: no }, {}), {}).lines).toStrictEqual([
      expect.stringMatching(/^ {2}filtered: push: dependency 'push': filter: .*data\.nothing/),
    ]);
  });

  it('it was a duplicate', () => {
    const records = [record({ kind: 'duplicate', seenAt: now - 6 * minute })];
    expect(story(alone, { records }).lines).toStrictEqual([
      '  duplicate, at 2026-01-01T11:55:00Z: an event of its id and source was seen at 2026-01-01T11:54:00Z',
    ]);
  });

  it.each([
    ['absent', '  not read yet: no worker runs the trigger; see whether it is deployed and ready'],
    ['ahead', '  not settled: the trigger has not come to it yet, or acts on it for the first time'],
    ['unknown', '  not known: the journal of partition 3 cannot be read until its owner writes it anew'],
  ] as const)('nothing is recorded of it, and the journal says %s', (state, line) => {
    expect(story(alone, { places: [{ ...passed, state }] }).lines).toStrictEqual([line]);
  });

  it('nothing is recorded of it any more', () => {
    expect(story(alone, {}).lines).toStrictEqual([
      '  settled, and how is recorded no more; or it was stored before the trigger began',
      '    its filter, as the program has it now, lets the event pass',
    ]);
  });

  it('another event of its id is not it', () => {
    const records = [record({ kind: 'fired', executionId: 'run', attempts: 1 }, { event: ref('push-1', '6') })];
    expect(story(alone, { records }).kinds).toStrictEqual(['forgotten']);
  });
});

describe('of an event that waits for others it is found that', () => {
  const joining = record({ kind: 'joined', executionId: 'run' }, { dependency: 'push' });

  it('it fired as one of several, also where another completed them', () => {
    const fired = { kind: 'fired', executionId: 'run', attempts: 1 } as const;
    const own = record({ ...fired, others: [ref('image-1', '8')] });
    const others = record({ ...fired, others: [ref('push-1', '7')] }, { event: ref('image-1', '8') });
    const lines = ['  fired at 2026-01-01T11:55:00Z', '    execution run', '    with image-1 from /ci/github'];
    expect(story(joined, { records: [own] }).lines).toStrictEqual(lines);
    expect(story(joined, { records: [joining, others] }).lines).toStrictEqual(lines);
  });

  it('its execution is not settled, is given up, or is recorded no more', () => {
    const acting = { ...passed, work: toWork({ joined: execution, attempts: 0, notBefore: 0 }) };
    expect(story(joined, { records: [joining], places: [acting] }).lines).toStrictEqual([
      '  fires now',
      '    execution run',
      '    with image-1 from /ci/github',
    ]);
    const letters = [toLetter({ joined: execution })];
    expect(story(joined, { records: [joining], letters }).kinds).toStrictEqual(['deadLettered']);
    expect(story(joined, { records: [joining] }).lines).toStrictEqual([
      '  joined at 2026-01-01T11:55:00Z into an execution whose end is not recorded',
      '    execution run',
    ]);
  });

  it('it waits, and for what', () => {
    const waiting = (state: object) => {
      const { name: trigger } = joined;
      const open = { kind: 'open' as const, missing: [], ...state };
      const held = { trigger, key: 'sha', since: now - minute, arrived: { push: ['push-1'] }, state: open };
      return story(joined, { places: [{ ...passed, held: [{ dependency: 'push', waiting: held }] }] }).lines;
    };
    const endsAt = now + 30 * minute;
    expect(waiting({ missing: ['image'], condition: 'image' })).toStrictEqual([
      '  waits as push for image',
      '    key sha',
      '    arrived: push (push-1)',
    ]);
    expect(waiting({ endsAt, condition: '!image' })[0]).toBe(
      '  waits as push until 2026-01-01T12:30:00Z, in 30m: it fires then, if !image holds',
    );
    expect(waiting({ endsAt })[0]).toBe(
      '  waits as push until 2026-01-01T12:30:00Z, in 30m: its condition cannot hold any more',
    );
    expect(waiting({ endsAt, endsBy: 'reset', missing: ['image'], condition: 'image' })[0]).toBe(
      '  waits as push for image until it is let go by the reset of 2026-01-01T12:30:00Z, in 30m',
    );
    expect(waiting({ endsAt, endsBy: 'reset', leftBehind: true })[0]).toBe(
      '  waits as push: its key was made in another way; nothing meets it, it is let go by the reset of 2026-01-01T12:30:00Z, in 30m',
    );
    expect(waiting({ endsAt, leftBehind: true })[0]).toBe(
      '  waits as push: its key was made in another way; nothing meets it, it ends 2026-01-01T12:30:00Z, in 30m',
    );
    expect(waiting({ endsAt, leftBehind: true, condition: '!image' })[0]).toBe(
      '  waits as push: its key was made in another way; nothing meets it, it fires 2026-01-01T12:30:00Z, in 30m',
    );
  });

  it.each<[Outcome, string]>([
    [{ kind: 'superseded', by: ref('push-2') }, 'superseded as push at 2026-01-01T11:55:00Z by push-2 from /ci/github'],
    [{ kind: 'expired' }, 'expired as push at 2026-01-01T11:55:00Z: its window ended, and push && image was false'],
    [{ kind: 'reset', tick: now - 5 * minute }, 'let go as push by the reset of 2026-01-01T11:55:00Z'],
    [
      { kind: 'filtered' },
      'filtered as push at 2026-01-01T11:55:00Z: its filter let it pass, but push && image was decided false',
    ],
  ])('it ended without: %j', (outcome, line) => {
    expect(story(joined, { records: [record(outcome, { dependency: 'push' })] }).lines).toStrictEqual([`  ${line}`]);
  });

  it('its dead letter is on its way', () => {
    const work = toWork({ executionId: '', reason: 'it waited 30m for image' });
    expect(story(joined, { places: [{ ...passed, work }] }).lines).toStrictEqual([
      '  is given up: it waited 30m for image',
      '    its dead letter is about to be stored',
    ]);
  });

  it('one of two dependencies took it, and the other refused it', () => {
    const two = announce(
      { push: {}, forced: { filter: code(({ data }: AnyEvent) => data.forced === true) }, image: { event: 'image' } },
      { when: '(push || forced) && image' },
    );
    const records = [record({ kind: 'superseded', by: ref('push-2') }, { dependency: 'push' })];
    expect(story(two, { records }).kinds).toStrictEqual(['superseded', 'filtered']);
  });
});
