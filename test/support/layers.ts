import type { SourceFile } from './source-file.ts';

/** What a part of the repository may import beside itself. The first part that holds a file counts. */
interface Layer {
  /** `<kind>` stands for any one folder, the same wherever it is named. */
  readonly part: string;
  readonly imports: readonly string[];
  /** Absent: any. */
  readonly packages?: readonly string[];
}

const pure = { packages: ['node:crypto', 'croner'] } as const;

const adapter = (room: string, ...more: readonly string[]): Layer => ({
  part: `runtime/${room}/<kind>/`,
  imports: ['model/', 'runtime/support/', `runtime/${room}/contract.ts`, `runtime/${room}/error.ts`, ...more],
});

/** What every room of the runtime may know of the bus: never a driver. */
const bus = ['compare-positions.ts', 'contract.ts', 'error.ts', 'publish-until-stored.ts', 'read-to-end.ts'].map(
  (file) => `runtime/event-bus/${file}`,
);

const layers: readonly Layer[] = [
  {
    part: 'model/',
    imports: [],
    packages: ['zod', 'acorn', 're2js', 'croner', 'ajv', '@standard-schema/spec', 'node:crypto', 'node:net'],
  },
  { part: 'constructs/', imports: ['model/'] },
  adapter('event-bus'),
  adapter('event-source', 'runtime/event-source/http-routes.ts'),
  adapter('trigger', 'runtime/trigger/kubernetes-api.ts'),
  {
    part: 'runtime/sensor/',
    imports: ['model/', 'runtime/support/describe.ts'],
    ...pure,
  },
  { part: 'runtime/support/', imports: ['model/'] },
  { part: 'runtime/event-bus/', imports: ['model/', 'runtime/support/'] },
  {
    part: 'runtime/event-source/',
    imports: ['model/', 'runtime/support/', ...bus],
  },
  { part: 'runtime/trigger/', imports: ['model/', 'runtime/support/'] },
  {
    part: 'runtime/partition/',
    imports: [
      'model/',
      'runtime/support/',
      'runtime/sensor/',
      ...bus,
      'runtime/event-source/contract.ts',
      'runtime/trigger/contract.ts',
    ],
  },
  { part: 'runtime/outcome/', imports: ['model/', 'runtime/support/', ...bus] },
  {
    part: 'runtime/keeper/',
    imports: [
      'model/',
      'runtime/support/',
      ...bus,
      'runtime/event-bus/index.ts',
      'runtime/partition/',
      'runtime/sensor/compile-sensor.ts',
      'runtime/event-source/http-server.ts',
      'runtime/process/',
    ],
  },
  {
    part: 'runtime/process/',
    imports: ['model/', 'runtime/support/', ...bus, 'runtime/event-source/http-routes.ts'],
  },
  {
    part: 'runtime/worker/',
    imports: [
      'model/',
      'runtime/process/',
      'runtime/support/',
      ...bus,
      ...['event-bus', 'event-source', 'trigger'].map((room) => `runtime/${room}/index.ts`),
      ...['contract', 'http-routes', 'http-server', 'run-source'].map((name) => `runtime/event-source/${name}.ts`),
      'runtime/outcome/',
      'runtime/partition/',
      'runtime/sensor/compile-sensor.ts',
      'runtime/trigger/error.ts',
    ],
  },
  {
    part: 'runtime/main.ts',
    imports: ['model/', 'runtime/support/', 'runtime/process/', 'runtime/worker/', 'runtime/keeper/'],
  },
  { part: 'cli/', imports: ['model/', 'runtime/'] },
  { part: 'stacks/', imports: [] },
  { part: 'bench/', imports: ['model/', 'constructs/', 'runtime/', 'cli/'] },
];

/** Tests keep to their layer's own folder tree, but look into its neighbours and at packages freely. */
const testLayers: readonly Layer[] = [
  { part: 'model/', imports: [] },
  { part: 'constructs/', imports: ['model/', 'test/cluster/'] },
  { part: 'runtime/', imports: ['model/', 'test/cluster/'] },
  { part: 'cli/', imports: ['model/', 'runtime/', 'test/cluster/'] },
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
  const forTests = isTest(file.path) || file.path.startsWith('bench/') ? [] : file.imports.filter(isTest);
  return [
    ...forTests.map((path) => `${file.path}: imports ${path}, which is for tests alone`),
    ...file.imports
      .filter((path) => !allowed.some((part) => path.startsWith(part)))
      .map((path) => `${file.path}: imports ${path}; ${layer.part} may import only ${allowed.join(', ')}`),
    ...file.packages
      .filter((name) => layer.packages && !layer.packages.includes(name))
      .map((name) => `${file.path}: imports '${name}'; ${layer.part} may use only ${layer.packages?.join(', ')}`),
  ];
}

export function isTest(path: string): boolean {
  return /\.test\.ts$/.test(path) || /\/(conformance|scenario|testing)\//.test(path);
}

/** The layer with the kind that a path names in place of `<kind>`; none where the path is not in it. */
function instantiate(layer: Layer, path: string): Layer | undefined {
  const pattern = new RegExp(`^${layer.part.replace('<kind>', '[^/]+')}`);
  const part = pattern.exec(path)?.[0];
  return part === undefined ? undefined : { ...layer, part };
}
