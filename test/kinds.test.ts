import { existsSync, globSync, readFileSync } from 'node:fs';
import { eventBusSchema } from '../model/event-bus/event-bus.ts';
import { eventSourceSchema } from '../model/event-source/event-source.ts';
import { toJsonSchema } from '../model/schema.ts';
import { actionSchema } from '../model/trigger/trigger.ts';
import { renderReference } from '../scripts/reference/render.ts';

const rooms = [
  { room: 'event-bus', pages: 'event-buses', schema: eventBusSchema, suite: /\bdescribeEventBus\(/ },
  { room: 'event-source', pages: 'event-sources', schema: eventSourceSchema, suite: /\bdescribeEventSource[<(]/ },
  { room: 'trigger', pages: 'triggers', schema: actionSchema, suite: /\bdescribe(Remote)?Trigger\(/ },
];
const kinds = rooms.flatMap(({ schema, ...room }) => {
  return [...new Set(kindsIn(toJsonSchema(schema) as unknown as Branch))].map((kind) => ({ ...room, kind }));
});

/** One kind, or several; a kind may be several again by its operation. */
interface Branch {
  readonly properties?: { readonly kind: { readonly const: string } };
  readonly oneOf?: readonly Branch[];
}

function kindsIn({ properties, oneOf = [] }: Branch): readonly string[] {
  return [...(properties ? [properties.kind.const] : []), ...oneOf.flatMap(kindsIn)];
}

describe.each(kinds)('the $room $kind', ({ room, pages, kind, suite }) => {
  it('has a page', () => {
    expect(existsSync(`docs/${pages}/${kind}.md`)).toBe(true);
  });

  it('passes the suite of its room', () => {
    const tests = globSync(`runtime/${room}/${kind}/**/*.test.ts`);
    expect(tests.filter((path) => suite.test(readFileSync(path, 'utf8')))).not.toStrictEqual([]);
  });
});

it('every page with a table of options is generated', () => {
  const marked = globSync('docs/**/*.md').filter((path) => /^<!-- options of /m.test(readFileSync(path, 'utf8')));
  const generated = renderReference();
  expect(marked.filter((path) => !generated.has(path))).toStrictEqual([]);
});
