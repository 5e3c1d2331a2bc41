import type { CloudEvent } from '../../model/event/cloud-event.ts';
import { render } from './render.ts';
import { type AnyEvent, announce, arrived, stored } from './testing/sensor-document.ts';

type Events = { readonly [name: string]: AnyEvent };

const onlyAfter = stored(({ data }: AnyEvent) => ({ sha: data.after }));
const oneId = stored(({ push }: Events) => push?.id);
const allIds = stored(({ push }: { readonly push: readonly AnyEvent[] }) => push.map(({ id }) => id));
const imageSha = stored(({ image }: Events) => (image as AnyEvent).data.sha);
const told = {
  when: 'push || image',
  template: stored(({ push, image }: Events) => ({ push: push?.data, image: image?.data })),
};

function event(id: string, after = id): CloudEvent {
  return { ...arrived({ after }).event, id };
}

describe('events that a trigger renders', () => {
  it('reach the template under their names, each transformed as its dependency says', () => {
    const trigger = announce({ push: { transform: onlyAfter }, image: {} }, told);
    expect(render(trigger, { push: event('a'), image: [event('b')] })).toStrictEqual({
      kind: 'rendered',
      template: { push: { sha: 'a' }, image: { after: 'b' } },
    });
  });

  it.each([
    ['latest', oneId, 'c'],
    ['first', oneId, 'a'],
    ['all', allIds, ['a', 'b', 'c']],
  ] as const)('are seen as the dependency collects them now: %s', (collect, template, ids) => {
    const trigger = announce({ push: { collect } }, { template });
    const given = { push: ['a', 'b', 'c'].map((id) => event(id)) };
    expect(render(trigger, given)).toStrictEqual({ kind: 'rendered', template: ids });
  });

  it('of a list are transformed one by one', () => {
    const data = stored(({ push }: { readonly push: readonly AnyEvent[] }) => push.map(({ data }) => data));
    const trigger = announce({ push: { collect: 'all', transform: onlyAfter } }, { template: data });
    expect(render(trigger, { push: [event('a'), event('b')] })).toStrictEqual({
      kind: 'rendered',
      template: [{ sha: 'a' }, { sha: 'b' }],
    });
    expect(render(trigger, { push: event('a') })).toStrictEqual({ kind: 'rendered', template: [{ sha: 'a' }] });
  });

  it('are absent where none has arrived, and where the trigger has no such dependency', () => {
    const trigger = announce({ push: {}, image: {} }, told);
    const given = { image: [], push: [event('a')], toString: event('x') };
    expect(render(trigger, given)).toStrictEqual({ kind: 'rendered', template: { push: { after: 'a' } } });
  });

  it('and cannot be are a dead letter that names the part and the path', () => {
    const tooFar = stored(({ data }: AnyEvent) => (data.head as unknown as AnyEvent['data']).message);
    const inTransform = announce({ push: {}, image: { transform: tooFar } }, told);
    const inTemplate = announce({ push: {}, image: {} }, { ...told, template: imageSha });
    expect([
      render(inTransform, { push: event('a'), image: event('b') }),
      render(inTemplate, { push: event('a') }),
    ]).toMatchInlineSnapshot(`
[
  {
    "kind": "deadLetter",
    "reason": "dependency 'image': transform: data.head.message: data.head is undefined",
  },
  {
    "kind": "deadLetter",
    "reason": "template: image.data: image is undefined",
  },
]
`);
  });
});
