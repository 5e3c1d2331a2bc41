import fc from 'fast-check';
import { toExecutionId } from './execution-id.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const push = { source: '/ci/github', id: '8f2c' };
const image = { source: '/ci/images', id: 'sha256:1' };

describe('the id of an execution', () => {
  it('is the same in every release', () => {
    const ids = [
      toExecutionId({ trigger, key: '8f2c', events: [push] }),
      toExecutionId({ trigger, key: 'main', events: [push, image] }),
    ];
    expect(ids).toStrictEqual(['v6yiftcwvvyvlelbtghkiry3pc', 'cv5d45mp7gajyc7gwbgdlj6hrp']);
  });

  it('does not depend on the order of its events', () => {
    const of = (events: readonly { source: string; id: string }[]) => toExecutionId({ trigger, key: 'main', events });
    expect(of([image, push])).toBe(of([push, image]));
  });

  it('differs in every part', () => {
    const one = { trigger, key: '8f2c', events: [push] };
    const ids = [
      one,
      { ...one, trigger: { ...trigger, trigger: 'note' } },
      { ...one, trigger: { ...trigger, sensor: 'note' } },
      { ...one, trigger: { ...trigger, namespace: 'shop' } },
      { ...one, key: 'other' },
      { ...one, events: [image] },
      { ...one, events: [{ source: '/ci/git', id: 'hub8f2c' }] },
    ].map(toExecutionId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('can be part of the name of a Kubernetes object', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (id, source) => {
        expect(toExecutionId({ trigger, key: id, events: [{ source, id }] })).toMatch(/^[a-z2-7]{26}$/);
      }),
    );
  });
});
