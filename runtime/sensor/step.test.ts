import { step } from './step.ts';
import { type AnyEvent, announce, arrived, stored } from './testing/sensor-document.ts';

type Events = { readonly [name: string]: AnyEvent };

const onMain = stored(({ data }: AnyEvent) => data.ref === 'refs/heads/main');
const isForced = stored(({ data }: AnyEvent) => data.forced === true);
const reachesTooFar = stored(({ data }: AnyEvent) => (data.head as unknown as AnyEvent['data']).message === 'x');
const main = arrived({ ref: 'refs/heads/main', after: '61137', repository: { name: 'shop' } });

describe('an event', () => {
  it('that passes executes what the template makes of it, transformed', () => {
    const trigger = announce(
      { push: { filter: onMain, transform: stored(({ data }: AnyEvent) => ({ sha: data.after })) } },
      { template: stored(({ push }: Events) => ({ body: { data: push?.data, id: push?.id } })) },
    );
    expect(step(trigger, main)).toStrictEqual({
      kind: 'execute',
      execution: { id: 'v6yiftcwvvyvlelbtghkiry3pc', template: { body: { data: { sha: '61137' }, id: '8f2c' } } },
    });
  });

  it('that every dependency refuses is filtered', () => {
    const trigger = announce({ push: { filter: onMain }, forced: { filter: isForced } }, { when: 'push || forced' });
    expect(step(trigger, arrived({ ref: 'refs/heads/topic' }))).toStrictEqual({ kind: 'filter' });
  });

  it('of another namespace concerns no dependency', () => {
    const trigger = announce({ push: { namespace: 'shop' } }, {});
    expect(step(trigger, main)).toStrictEqual({ kind: 'filter' });
  });

  it('of another address concerns no dependency', () => {
    const trigger = announce({ push: {}, release: { event: 'release' } }, { when: 'push || release' });
    expect(step(trigger, arrived({}, 'other'))).toStrictEqual({ kind: 'filter' });
  });

  it('reaches the template under the name of each dependency that it passed, and of no other', () => {
    const trigger = announce(
      { push: { filter: onMain }, forced: { filter: isForced }, any: {}, release: { event: 'release' } },
      {
        when: 'push || forced || any || release',
        template: stored(({ push, forced, any, release }: Events) => [push?.id, forced?.id, any?.id, release?.id]),
      },
    );
    expect(step(trigger, main)).toMatchObject({ execution: { template: ['8f2c', null, '8f2c', null] } });
  });

  it('passes or fails a filter by true and false alone', () => {
    const answers = [true, false, undefined, null, 'false', 1];
    const decisions = answers.map((answer) => {
      const trigger = announce({ push: { filter: stored(({ data }: AnyEvent) => data.answer) } }, {});
      const decision = step(trigger, arrived({ answer }));
      return decision.kind === 'deadLetter' ? decision.reason : decision.kind;
    });
    expect(decisions).toStrictEqual([
      'execute',
      'filter',
      'filter',
      'filter',
      "dependency 'push': filter: it answered a string, not true or false",
      "dependency 'push': filter: it answered a number, not true or false",
    ]);
  });
});

describe('an event whose filter cannot be evaluated', () => {
  it('is a dead letter that names the path that was missing', () => {
    const trigger = announce({ push: { filter: reachesTooFar } }, {});
    const decision = step(trigger, main);
    expect(decision).toMatchObject({ kind: 'deadLetter' });
    expect(decision).toMatchObject({ reason: expect.stringMatching(/^dependency 'push': filter: .*data\.head/) });
  });

  it("is filtered where the dependency says `onFilterError: 'filter'`", () => {
    const trigger = announce({ push: { filter: reachesTooFar, onFilterError: 'filter' } }, {});
    expect(step(trigger, main)).toStrictEqual({ kind: 'filter' });
  });

  it('fires the trigger where another dependency lets it pass', () => {
    const trigger = announce({ push: { filter: reachesTooFar }, any: { filter: onMain } }, { when: 'push || any' });
    expect(step(trigger, main)).toMatchObject({ kind: 'execute' });
  });

  it('is a dead letter where the others refuse it', () => {
    const trigger = announce(
      { forced: { filter: isForced }, push: { filter: reachesTooFar } },
      { when: 'forced || push' },
    );
    expect(step(trigger, main)).toMatchObject({ kind: 'deadLetter' });
  });
});

describe('an event that cannot be rendered', () => {
  const tooFar = stored(({ data }: AnyEvent) => (data.head as unknown as AnyEvent['data']).message);

  it('is a dead letter that names the transform and the path', () => {
    const decision = step(announce({ push: { transform: tooFar } }, {}), main);
    expect(decision).toMatchObject({
      kind: 'deadLetter',
      reason: expect.stringMatching(/^dependency 'push': transform: .*data\.head/),
    });
  });

  it('is a dead letter that names the template and the path', () => {
    const template = stored(
      ({ push }: Record<'push', AnyEvent>) => (push.data.head as unknown as AnyEvent['data']).message,
    );
    expect(step(announce({ push: {} }, { template }), main)).toMatchObject({
      kind: 'deadLetter',
      reason: expect.stringMatching(/^template: .*head/),
    });
  });

  it('is a dead letter where the template makes something that is not JSON', () => {
    const template = stored(({ push }: Events) => ({ body: { count: Number(push?.data.after) * Number('x') } }));
    expect(step(announce({ push: {} }, { template }), main)).toStrictEqual({
      kind: 'deadLetter',
      reason: 'template: body.count: NaN is not JSON',
    });
  });

  it('is a dead letter where its payload is nested without end', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const template = stored(({ push }: Events) => push?.data);
    expect(step(announce({ push: {} }, { template }), arrived(deep))).toMatchObject({ kind: 'deadLetter' });
  });
});
