interface Commit {
  message: string;
  modified: string[];
  size: number;
}

interface Input {
  data: {
    ref: string;
    after: string;
    forced?: boolean;
    head?: { message?: string | null; author?: { name: string } };
    labels: Record<string, string>;
    commits: Commit[];
  };
  meta: { headers: Record<string, string> };
}

interface Bound {
  branch: string;
  limit: number;
  touches: (commit: Commit, folder: string) => boolean;
}

/** One function for each form of the language, as users write them. */
export const forms = {
  comparison: ({ data }: Input) => data.ref === 'refs/heads/main' && data.commits.length > 0,
  nestedCallbacks: ({ data }: Input) =>
    data.commits.some((commit) =>
      commit.modified.some((file: string) => file.startsWith('api/') || /^docs\/[a-z]+$/i.test(file)),
    ),
  optional: ({ data }: Input) => (data.head?.message ?? 'nothing').includes('deploy') && !data.forced,
  longChain: (event: Input) => event.data.head?.message?.toUpperCase()?.slice(0, 3) as string | undefined,
  // biome-ignore lint/correctness/noUnsafeOptionalChaining: it shows what it does
  endedChain: ({ data }: Input) => (data.head?.author as { name: string }).name,
  template: ({ data: { ref, after } }: Input) => `release-${ref.split('/').at(-1) as string}-${after.slice(0, 8)}`,
  escapes: ({ data }: Input) =>
    `a\tb\\n \`${data.ref}\` \${x} é ü 日本 ${'\u2028'}` !== 'it\'s "quoted"\n\u0007 é 日本',
  object: ({ data, meta }: Input) => ({
    sha: data.after,
    count: data.commits.length * 2 + 1,
    'x-header': meta.headers['x-header'],
    ...data.head,
    messages: [...data.commits.map(({ message }) => message), 'end'],
    [`label-${data.ref}`]: true,
  }),
  conditional: ({ data }: Input) =>
    data.commits.length > 1 ? { many: true } : { many: false, only: data.commits[0]?.message },
  block: ({ data }: Input) => {
    const sha = data.after.slice(0, 7);
    const { ref, ...rest } = data;
    const [first, ...others] = data.commits;
    const isLarge = (commit: Commit) => commit.size > 100;
    return { sha, ref, rest, first, others, large: others.filter(isLarge) };
  },
  method({ data }: Input) {
    return data.ref.length > 3;
  },
  functionExpression: (event: Input) => event.data.after === ('abc' satisfies string),
  reduce: ({ data }: Input) => data.commits.reduce((sum, { size }) => sum + size, 0) >= 1_000,
  entries: ({ meta }: Input) =>
    Object.entries(meta.headers)
      .filter(([name]) => name.startsWith('x-'))
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  arithmetic: ({ data }: Input) =>
    Math.max(...data.commits.map((commit) => commit.size)) - (data.commits.length - 1) / 2 ** 3 - (-2) ** 2,
  bits: ({ data }: Input) => ((data.commits.length << 2) | 0xff) ^ (~data.ref.length >>> 1),
  mixedLogic: ({ data }: Input) =>
    (data.forced || data.head?.message === null) && ((data.head?.message ?? '') || 'none') !== 'x',
  defaults: ({ data: { forced = false, head: { message = 'none' } = {} } }: Input) => forced || message,
  types: ({ data }: Input) => typeof data.head === 'object' && data.head !== null && 'message' in data.head,
  nothing: ({ data }: Input) => (data.forced ? undefined : void 0),
  matches: ({ data }: Input) => [...data.ref.matchAll(/(?<word>[a-z]+)/g)].map((match) => match.groups?.word),
  names: ({ data }: Input) =>
    data.commits
      .map((commit) => commit.size)
      .filter(Boolean)
      .map(String),
  bound: ({ data }: Input, { branch }: Bound) => data.ref === `refs/heads/${branch}`,
  helper: ({ data }: Input, { touches, limit }: Bound) =>
    data.commits.slice(0, limit).some((commit) => touches(commit, 'api/')),
  wholeBind: ({ data }: Input, bind: Bound) =>
    data.commits.length < bind.limit && bind.touches(data.commits[0] as Commit, bind.branch),
} satisfies Record<string, (event: Input, bind: Bound) => unknown>;

export const touches = ({ modified }: Commit, folder: string) => modified.some((file) => file.startsWith(folder));
