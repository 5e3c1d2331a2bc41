import { checkDependencyName, checkName, checkServiceName, isDependencyName } from './names.ts';

describe('a name of an event or a trigger', () => {
  it.each(['push', 'pull-request', 'a', '0', 'a'.repeat(63)])('may be %p', (name) => {
    expect(() => checkName('an event', name, 'ci')).not.toThrow();
  });

  it.each([
    [
      'pullRequest',
      "ci: 'pullRequest' cannot name an event; use lower-case letters, digits and '-', at most 63 characters, for example 'pull-request'",
    ],
    ['push.', "for example 'push'"],
    ['-a', "for example 'a'"],
    ['a b', "for example 'a-b'"],
    ['Ünïq', "for example 'n-q'"],
    ['', 'at most 63 characters'],
    ['a'.repeat(64), `for example '${'a'.repeat(63)}'`],
  ])('may not be %p', (name, message) => {
    expect(() => checkName('an event', name, 'ci')).toThrow(message);
  });
});

describe('a name of a Service', () => {
  const check = (name: string) => checkServiceName('a worker', name, { at: 'ci', longest: 8 });

  it.each(['main', 'a', 'main-123'])('may be %p', (name) => {
    expect(() => check(name)).not.toThrow();
  });

  it.each([
    [
      '1Main',
      "ci: '1Main' cannot name a worker; begin with a letter, and use lower-case letters, digits and '-', at most 8 characters, for example 'main'",
    ],
    ['main-1234', "at most 8 characters, for example 'main-123'"],
    ['1', 'at most 8 characters'],
  ])('may not be %p', (name, message) => {
    expect(() => check(name)).toThrow(message);
  });
});

it.each([checkName.bind(null, 'an event'), checkDependencyName])(
  'a name of a megabyte does not fill the log',
  (check) => {
    expect(() => check('A '.repeat(500_000), 'ci')).toThrow(/^.{0,500}$/);
  },
);

describe('a name of a dependency', () => {
  it.each(['push', 'pullRequest', 'pull_request', 'pull-request', '_', 'A1'])('may be %p', (name) => {
    expect(isDependencyName(name)).toBe(true);
  });

  it.each(['', '1a', 'a-', '-a', 'a b', 'a&&b', '!a', '$a', '__proto__', 'constructor', 'prototype', 'a'.repeat(64)])(
    'may not be %p',
    (name) => {
      expect(() => checkDependencyName(name, 'ci')).toThrow(`ci: '${name}' cannot name a dependency`);
    },
  );
});
