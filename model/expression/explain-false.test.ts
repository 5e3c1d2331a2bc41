// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are expressions
import { explainFalse } from './explain-false.ts';
import { readExpression } from './read-expression.ts';

interface Push {
  data: {
    ref: string;
    forced?: boolean;
    labels?: Record<string, string>;
    commits: { files: string[]; text?: string }[];
  };
}

const push: Push = { data: { ref: 'refs/heads/dev', commits: [{ files: ['api/a.ts'] }] } };

function explain(fn: (input: Push, bind: never) => unknown, input: Push, bind?: Record<string, object | string>) {
  return explainFalse(readExpression(fn, { at: 'filter', bind }))(input);
}

describe('a filter that was false is explained', () => {
  it('by its first term that was false, with the value it met', () => {
    expect(
      explain(({ data }) => data.commits.length > 0 && data.ref === 'refs/heads/main' && !data.forced, push),
    ).toStrictEqual({
      term: "data.ref === 'refs/heads/main'",
      values: [{ path: 'data.ref', value: 'refs/heads/dev' }],
    });
  });

  it('with the values of bound names', () => {
    const fn = ({ data }: Push, { branch }: { branch: string }) => data.ref === `refs/heads/${branch}`;
    expect(explain(fn as never, push, { branch: 'main' })).toStrictEqual({
      term: 'data.ref === `refs/heads/${branch}`',
      values: [
        { path: 'data.ref', value: 'refs/heads/dev' },
        { path: 'branch', value: 'main' },
      ],
    });
  });

  it('with the paths of the event that a callback reads, not those of its own', () => {
    expect(explain(({ data }) => data.commits.some((c) => c.files.includes(data.ref)), push)).toStrictEqual({
      term: 'data.commits.some((c) => c.files.includes(data.ref))',
      values: [
        { path: 'data.commits', value: [{ files: ['api/a.ts'] }] },
        { path: 'data.ref', value: 'refs/heads/dev' },
      ],
    });
  });

  it('with undefined for what is not there', () => {
    expect(explain(({ data }) => data.labels?.team === 'core', push)).toStrictEqual({
      term: "data.labels?.team === 'core'",
      values: [{ path: 'data.labels?.team', value: undefined }],
    });
  });

  it('with the constants of a block', () => {
    const fn = ({ data }: Push) => {
      const branch = data.ref.split('/').at(-1);
      return data.commits.length === 1 && branch === 'main';
    };
    expect(explain(fn, push)).toStrictEqual({ term: "branch === 'main'", values: [{ path: 'branch', value: 'dev' }] });
  });

  it('with both the path and what its computed key was', () => {
    expect(explain(({ data }) => data.labels?.[data.ref] === 'x', push)?.values).toStrictEqual([
      { path: 'data.labels?.[data.ref]', value: undefined },
      { path: 'data.ref', value: 'refs/heads/dev' },
    ]);
  });

  it('with long values cut', () => {
    const commits = Array.from({ length: 7 }, () => ({ files: [], text: 'x'.repeat(300) }));
    const answer = explain(({ data }) => data.commits.length > 10 && data.commits, { data: { ref: '', commits } });
    expect(answer).toStrictEqual({
      term: 'data.commits.length > 10',
      values: [{ path: 'data.commits.length', value: 7 }],
    });
    const cut = { files: [], text: `${'x'.repeat(200)}…` };
    expect(explain(({ data }) => !data.commits, { data: { ref: '', commits } })?.values).toStrictEqual([
      { path: 'data.commits', value: [cut, cut, cut, cut, cut, '… 2 more'] },
    ]);
  });
});

it('a filter that is true, or cannot be evaluated, has no false term', () => {
  expect(explain(({ data }) => data.ref !== '', push)).toBe(undefined);
  expect(explain(({ data }) => (data.labels as Record<string, string>).team === 'core' && data.forced, push)).toBe(
    undefined,
  );
});
