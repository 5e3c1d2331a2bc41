import { readFileSync } from 'node:fs';

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

describe('the lock file', () => {
  it('carries no download addresses', () => {
    expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toStrictEqual([]);
  });

  it("names every platform's packages, without which npm ci refuses it", () => {
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
    expect(missing).toStrictEqual([]);
  });
});
