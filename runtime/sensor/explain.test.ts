import { explain } from './explain.ts';
import { type AnyEvent, announce, arrived, stored } from './testing/sensor-document.ts';

describe('an explanation', () => {
  it('says of each dependency at the address whether it passed, which term was false, or what was missing', () => {
    const trigger = announce(
      {
        push: { filter: stored(({ data }: AnyEvent) => data.ref === 'refs/heads/main' && data.forced === true) },
        head: { filter: stored(({ data }: AnyEvent) => (data.head as unknown as AnyEvent['data']).message === 'x') },
        lenient: {
          filter: stored(({ data }: AnyEvent) => (data.head as unknown as AnyEvent['data']).message === 'x'),
          onFilterError: 'filter',
        },
        any: {},
        release: { event: 'release' },
      },
      { when: 'push || head || lenient || any || release' },
    );
    expect(explain(trigger, arrived({ ref: 'refs/heads/topic', forced: true }))).toStrictEqual([
      {
        dependency: 'push',
        kind: 'refused',
        because: { term: "data.ref === 'refs/heads/main'", values: [{ path: 'data.ref', value: 'refs/heads/topic' }] },
      },
      {
        dependency: 'head',
        kind: 'failed',
        reason: expect.stringMatching(/^dependency 'head': filter: .*data\.head/),
      },
      {
        dependency: 'lenient',
        kind: 'refused',
        reason: expect.stringMatching(/^dependency 'lenient': filter: .*data\.head/),
      },
      { dependency: 'any', kind: 'passed' },
    ]);
  });

  it('of an event that came at another time of day says at which it would have counted', () => {
    const during = { start: '09:00', stop: '09:30', timeZone: 'Europe/Oslo' };
    const trigger = announce({ push: { during, filter: stored(({ data }: AnyEvent) => data.forced === true) } }, {});
    expect(explain(trigger, arrived({ forced: false }))).toStrictEqual([
      {
        dependency: 'push',
        kind: 'refused',
        because: {
          term: 'during 09:00 to 09:30 Europe/Oslo',
          values: [{ path: 'time', value: '2026-11-21T10:00:00Z' }],
        },
      },
    ]);
  });
});
