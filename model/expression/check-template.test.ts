// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are expressions
import { checkTemplate } from './check-template.ts';
import { readExpression } from './read-expression.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['channel', 'text'],
  properties: {
    channel: { type: 'string' },
    text: { type: 'string' },
    thread: { type: 'string' },
    severity: { enum: ['info', 'critical'] },
    count: { type: 'integer' },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    body: {},
    blocks: { type: 'array', items: { $ref: '#/$defs/block' } },
    to: {
      anyOf: [
        { type: 'string' },
        { type: 'object', required: ['id'], additionalProperties: false, properties: { id: { type: 'number' } } },
      ],
    },
  },
  $defs: {
    block: {
      type: 'object',
      required: ['kind'],
      additionalProperties: false,
      properties: { kind: { const: 'section' }, inner: { $ref: '#/$defs/block' } },
    },
  },
};

function check(code: string): string {
  const stored = readExpression(new Function(`return ${code}`)(), { at: 'template' });
  try {
    checkTemplate(stored, schema, 'ci/deploy: template');
  } catch (error) {
    return (error as Error).message;
  }
  return 'fits';
}

describe('a template that fits', () => {
  it.each([
    "({ e }) => ({ channel: '#ci', text: e.text })",
    "({ e }) => ({ ...e.rest, channel: '#ci' })",
    "({ e }) => ({ channel: '#ci', text: 'x', headers: { 'x-any': e.id }, body: { anything: [1] } })",
    "({ e }) => ({ channel: '#ci', text: 'x', blocks: e.list.map((x) => ({ kind: 'section' })) })",
    "({ e }) => (e.ok ? { channel: 'a', text: 'b' } : e.other)",
    "({ e }) => ({ channel: '#ci', text: 'x', thread: e.thread ? `${e.thread}` : undefined })",
    "({ e }) => ({ channel: '#ci', text: 'x', to: { id: 1 } })",
    "({ e }) => ({ channel: '#ci', text: 'x', [e.key]: 1 })",
    "({ e }) => ({ channel: '#ci', text: 'x', count: e.a * 2 })",
    '({ e }) => e',
  ])('%s', (code) => {
    expect(check(code)).toBe('fits');
  });
});

describe('a template that does not fit is refused with the path', () => {
  it.each([
    [
      "({ e }) => ({ channel: '#ci', text: 'x', thred: e.t })",
      ".thred: there is no 'thred', did you mean 'thread'? there are channel, text, thread, severity, count, headers, body, blocks, to",
    ],
    [
      "({ e }) => (e.ok ? e.other : { channel: 'a', text: 'b', txt: 1 })",
      ".txt: there is no 'txt', did you mean 'text'? there are channel, text, thread, severity, count, headers, body, blocks, to",
    ],
    ['({ e }) => ({ text: e.text })', ": 'channel' is missing, add it"],
    ["({ e }) => ({ channel: undefined, text: '' })", ": 'channel' is missing, add it"],
    ["({ e }) => ({ channel: 1, text: '' })", '.channel: an integer stands where a string is expected'],
    ["({ e }) => ({ channel: e.a > 1, text: '' })", '.channel: a boolean stands where a string is expected'],
    [
      "({ e }) => ({ channel: `${e.a}`, text: '', count: 1.5 })",
      '.count: a number stands where an integer is expected',
    ],
    [
      "({ e }) => ({ channel: '', text: '', severity: 'crit' })",
      ".severity: 'crit' is not allowed, there are info, critical",
    ],
    [
      "({ e }) => ({ channel: '', text: '', blocks: [{ kind: 'section', inner: { kin: 1 } }] })",
      ".blocks[0].inner.kin: there is no 'kin', did you mean 'kind'? there are kind, inner",
    ],
    [
      "({ e }) => ({ channel: '', text: '', blocks: e.list.map((x) => ({ knd: x })) })",
      ".blocks[0].knd: there is no 'knd', did you mean 'kind'? there are kind, inner",
    ],
    [
      "({ e }) => ({ channel: '', text: '', headers: { 'x-n': 1 } })",
      ".headers['x-n']: an integer stands where a string is expected",
    ],
    ["({ e }) => ({ channel: '', text: '', to: { id: 'x' } })", '.to.id: a string stands where a number is expected'],
    [
      "({ e }) => { const block = { kind: 'other' }; return { channel: '', text: '', blocks: [block] }; }",
      ".blocks[0].kind: 'other' is not allowed, there are section",
    ],
    [
      "({ e }) => { const base = { channel: '', tex: '' }; return { ...base, text: '' }; }",
      ".tex: there is no 'tex', did you mean 'text'? there are channel, text, thread, severity, count, headers, body, blocks, to",
    ],
    ['({ e }) => [e]', ': an array stands where an object is expected'],
    ["({ e }) => e.text || 'none'", ': a string stands where an object is expected'],
  ])('%s', (code, expected) => {
    expect(check(code)).toBe(`ci/deploy: template${expected}`);
  });

  it('through a helper', () => {
    const block = (kind: string) => ({ kind, wrong: 1 });
    const fn = (_e: unknown, bind: { block: typeof block }) => ({
      channel: '',
      text: '',
      blocks: [bind.block('section')],
    });
    const stored = readExpression(fn, { at: 'template', bind: { block } });
    expect(() => checkTemplate(stored, schema, 'ci/deploy: template')).toThrow(
      "ci/deploy: template.blocks[0].wrong: there is no 'wrong', there are kind, inner",
    );
  });
});
