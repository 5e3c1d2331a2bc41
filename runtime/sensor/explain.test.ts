import { explain } from './explain.ts';
import { type AnyEvent, announce, arrived, stored } from './testing/sensor-document.ts';

describe('an explanation', () => {
  it('says of each dependency at the address whether it passed, which term was false, or what was missing', () => {
    const trigger = announce(
      {
        push: { filter: stored(({ data }: AnyEvent) => data.ref === 'refs/heads/main' && data.forced === true) },
        head: { filter: stored(({ data }: AnyEvent) => (data.head as unknown as AnyEvent['data']).message === 'x') },
        any: {},
        release: { event: 'release' },
      },
      { when: 'push || head || any || release' },
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
      { dependency: 'any', kind: 'passed' },
    ]);
  });
});
