import { compileExpression, readExpression } from '../model/expression/index.ts';
import { compare, type Figure } from './support/figure.ts';

interface Push {
  readonly data: {
    readonly ref: string;
    readonly after: string;
    readonly repository: { readonly name: string };
    readonly commits: readonly { readonly modified: readonly string[] }[];
  };
  readonly meta: { readonly headers: Readonly<Record<string, string>> };
}

const filter = ({ data, meta }: Push, { branch }: { branch: string }) =>
  data.ref === `refs/heads/${branch}` &&
  meta.headers['x-github-event'] === 'push' &&
  data.commits.some((commit) => commit.modified.some((file) => file.startsWith('pkg/')));
const transform = ({ data }: Push) => ({
  app: data.repository.name,
  sha: data.after.slice(0, 12),
  changes: data.commits.length,
});
const bind = { branch: 'main' };

const push: Push = {
  data: {
    ref: 'refs/heads/main',
    after: 'f1e2d3c4b5a697887766554433221100ffeeddcc',
    repository: { name: 'shop' },
    commits: [{ modified: ['README.md', 'docs/a.md'] }, { modified: ['pkg/a.ts'] }],
  },
  meta: { headers: { 'x-github-event': 'push' } },
};

const times = 200_000;

/** A typical filter and transform, beyond parsing the payload, against the same functions run natively. */
export async function* expressionFigures(): AsyncIterable<Figure> {
  const compiled = {
    filter: compileExpression(readExpression(filter, { at: 'bench: filter', bind }), 'bench: filter'),
    transform: compileExpression(readExpression(transform, { at: 'bench: transform' }), 'bench: transform'),
  };
  const measured = await compare(
    7,
    async () => microseconds(() => compiled.filter(push) === true && compiled.transform(push)),
    async () => microseconds(() => filter(push, bind) && transform(push)),
  );
  yield { name: 'filter and transform', unit: 'µs', ...measured, goal: { of: 'ours', below: 5 } };
}

function microseconds(run: () => unknown): number {
  let kept: unknown;
  const begun = performance.now();
  for (let time = 0; time < times; time++) kept = run();
  const each = ((performance.now() - begun) / times) * 1000;
  if (!kept) throw new Error('the filter refused the event');
  return each;
}
