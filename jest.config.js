// constructs ask for an image, and tests pull none
process.env.EVENTWRIGHT_IMAGE ??= 'registry.example/eventwright:test';

const common = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['eventwright-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
const ignored = ['/node_modules/', '<rootDir>/dist/'];
const onNodes = '**/*.cluster.test.ts';

const all = {
  ...common,
  displayName: 'all',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [...ignored, '\\.cluster\\.test\\.ts$'],
};
const cluster = {
  ...common,
  displayName: 'cluster',
  testMatch: [onNodes],
  testPathIgnorePatterns: ignored,
  // a machine has room for one cluster of nodes
  runner: '<rootDir>/test/cluster/one-by-one-runner.cjs',
};

const withoutNodes = Boolean(process.env.EVENTWRIGHT_WITHOUT_NODES);
if (withoutNodes) console.warn(`left out: ${onNodes}, since EVENTWRIGHT_WITHOUT_NODES is set`);

export default {
  projects: withoutNodes ? [all] : [all, cluster],
  // real servers start and elect; a noisy machine makes that slow
  testTimeout: 60_000,
  maxWorkers: 2,
  // modules of a test file are never let go, so a process that has run many is replaced
  workerIdleMemoryLimit: '1GB',
};
