import { toEvent } from './to-event.ts';

const origin = { namespace: 'ci', eventSource: 'github', event: 'push', kind: 'webhook', nowMs: 0 };
const data = new Uint8Array();

it('what a sender says in the words of the product is dropped', () => {
  const extensions = { ewtype: 'forged', ewexecution: 'forged', ewmeta: 'forged', ewallet: 'mine' };
  expect(toEvent({ id: '1', data, extensions }, origin).extensions).toStrictEqual({ ewallet: 'mine' });
  expect(toEvent({ id: '1', data, extensions, meta: { a: 1 } }, origin).extensions).toStrictEqual({
    ewallet: 'mine',
    ewmeta: '{"a":1}',
  });
});
