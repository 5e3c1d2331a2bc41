import { checkDependencyName, checkName, isDependencyName } from './names.ts';

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
