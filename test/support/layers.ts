import type { SourceFile } from './source-file.ts';

/** What a part of the repository may import beside itself. The first part that holds a file counts. */
interface Layer {
  /** `<kind>` stands for any one folder, the same wherever it is named. */
  readonly part: string;
  readonly imports: readonly string[];
  /** Absent: any. */
  readonly packages?: readonly string[];
}

const pure = { packages: ['node:crypto'] } as const;

const adapter = (room: string): Layer => ({
  part: `runtime/${room}/<kind>/`,
  imports: [
    'model/',
    'runtime/support/',
    `runtime/${room}/contract.ts`,
    `runtime/${room}/error.ts`,
    `runtime/${room}/http-routes.ts`,
  ],
});

const layers: readonly Layer[] = [
  {
    part: 'model/',
    imports: [],
    packages: ['zod', 'acorn', 're2js', 'croner', 'ajv', '@standard-schema/spec', 'node:crypto'],
  },
  { part: 'constructs/', imports: ['model/'] },
  adapter('event-bus'),
  adapter('event-source'),
  adapter('trigger'),
  {
    part: 'runtime/sensor/',
    imports: ['model/', 'runtime/support/observation.ts', 'runtime/support/describe.ts'],
    ...pure,
  },
  { part: 'runtime/support/', imports: ['model/'] },
  { part: 'runtime/event-bus/', imports: ['model/', 'runtime/support/'] },
  {
    part: 'runtime/event-source/',
    imports: ['model/', 'runtime/support/', 'runtime/event-bus/contract.ts', 'runtime/event-bus/error.ts'],
  },
  { part: 'runtime/trigger/', imports: ['model/', 'runtime/support/'] },
  {
    part: 'runtime/partition/',
    imports: [
      'model/',
      'runtime/support/',
      'runtime/sensor/',
      'runtime/event-bus/contract.ts',
      'runtime/event-bus/error.ts',
      'runtime/event-source/contract.ts',
      'runtime/trigger/contract.ts',
    ],
  },
  {
    part: 'runtime/keeper/',
    imports: [
      'model/',
      'runtime/support/',
      'runtime/event-bus/',
      'runtime/partition/',
      'runtime/sensor/',
      'runtime/event-source/http-server.ts',
      'runtime/worker/',
    ],
  },
  { part: 'runtime/', imports: ['model/'] },
  { part: 'cli/', imports: ['model/', 'runtime/'] },
  { part: 'stacks/', imports: [] },
  { part: 'bench/', imports: ['model/', 'constructs/', 'runtime/', 'cli/'] },
];

/** Tests keep to their layer's own folder tree, but look into its neighbours and at packages freely. */
const testLayers: readonly Layer[] = [
  { part: 'model/', imports: [] },
  { part: 'constructs/', imports: ['model/'] },
  { part: 'runtime/', imports: ['model/'] },
  { part: 'cli/', imports: ['model/', 'runtime/'] },
  { part: 'stacks/', imports: ['cli/', 'constructs/', 'model/', 'runtime/'] },
  { part: 'bench/', imports: ['model/', 'constructs/', 'runtime/', 'cli/'] },
];

/** A sentence for each import that the layers forbid. */
export function findForbiddenImports(file: SourceFile): string[] {
  const table = isTest(file.path) ? testLayers : layers;
  const layer = table
    .map((candidate) => instantiate(candidate, file.path))
    .find((candidate) => candidate !== undefined);
  if (!layer) return [`${file.path}: belongs to no layer; give its folder one in test/support/layers.ts`];
  const allowed = [layer.part, ...layer.imports];
  return [
    ...file.imports
      .filter((path) => !allowed.some((part) => path.startsWith(part)))
      .map((path) => `${file.path}: imports ${path}; ${layer.part} may import only ${allowed.join(', ')}`),
    ...file.packages
      .filter((name) => layer.packages && !layer.packages.includes(name))
      .map((name) => `${file.path}: imports '${name}'; ${layer.part} may use only ${layer.packages?.join(', ')}`),
  ];
}

export function isTest(path: string): boolean {
  return /\.(test|conformance)\.ts$/.test(path) || /\/(conformance|scenario|testing)\//.test(path);
}

/** The layer with the kind that a path names in place of `<kind>`; none where the path is not in it. */
function instantiate(layer: Layer, path: string): Layer | undefined {
  const pattern = new RegExp(`^${layer.part.replace('<kind>', '[^/]+')}`);
  const part = pattern.exec(path)?.[0];
  return part === undefined ? undefined : { ...layer, part };
}
