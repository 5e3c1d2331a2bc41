// constructs ask for an image, and tests pull none
process.env.EVENTWRIGHT_IMAGE ??= 'registry.example/eventwright:test';

export default {
  testEnvironment: 'node',
  // real servers start and elect; a noisy machine makes that slow
  testTimeout: 60_000,
  testEnvironmentOptions: { customExportConditions: ['eventwright-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
};
