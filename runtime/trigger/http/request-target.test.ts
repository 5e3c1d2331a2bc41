import fc from 'fast-check';
import { TriggerError } from '../error.ts';
import { createHostRule } from './host-rule.ts';
import { createToTarget } from './request-target.ts';

const own = 'https://api.example.com';
const rule = createHostRule(own, ['hooks.example.com']);
const toTarget = createToTarget(`${own}/v1/?key=1`, rule);

describe('the target of a request', () => {
  it.each([
    ['is the action’s own by default', {}, '/v1/?key=1'],
    ['has the path appended', { path: 'deploys/7' }, '/v1/deploys/7?key=1'],
    ['has one slash between the two', { path: '/deploys' }, '/v1/deploys?key=1'],
    ['has the query added', { query: { a: 'x y&z', n: 1, b: true } }, '/v1/?key=1&a=x%20y%26z&n=1&b=true'],
    ['keeps what is encoded already', { path: 'a%20b' }, '/v1/a%20b?key=1'],
    ['has no second query out of a path', { path: 'a?b=c#d' }, '/v1/a%3Fb=c%23d?key=1'],
    ['stays on the host for a path that looks like one', { path: '//evil.test/x' }, '/v1/evil.test/x?key=1'],
    ['stays on the host for backslashes', { path: '\\\\evil.test' }, '/v1/%5C%5Cevil.test?key=1'],
    ['stays on the host for a path that looks like a user', { path: '@evil.test' }, '/v1/@evil.test?key=1'],
    ['holds no line break', { path: 'a\r\nhost: evil.test' }, '/v1/a%0D%0Ahost:%20evil.test?key=1'],
    ['holds no half of a character', { path: '\ud800' }, '/v1/%EF%BF%BD?key=1'],
  ])('%s', (_, part, path) => {
    expect(toTarget(part)).toStrictEqual({ route: 'own', origin: own, path });
  });

  it('is another where the template gives an allowed URL', () => {
    expect(toTarget({ url: 'https://hooks.example.com/in?x=1', path: 'a', query: { y: 2 } })).toStrictEqual({
      route: 'named',
      origin: 'https://hooks.example.com',
      path: '/in/a?x=1&y=2',
    });
  });

  it.each([
    ['climbs', { path: '../admin' }, "must not hold '.' or '..'"],
    ['climbs within', { path: 'a/../../admin' }, "must not hold '.' or '..'"],
    ['climbs by encoded dots', { path: 'a/%2E%2e/b' }, "must not hold '.' or '..'"],
    ['climbs by encoded slashes', { path: 'a%2f..%2fb' }, "must not hold '.' or '..'"],
    ['climbs by backslashes', { path: '..\\admin' }, "must not hold '.' or '..'"],
    ['is no text', { path: null }, 'path must be text'],
    ['has a query of lists', { query: { a: [1] } }, 'query.a must be text, a number, true or false'],
    ['has a query that is a list', { query: ['a'] }, 'query must be a map'],
    ['has a URL of another host', { url: 'https://evil.test/' }, "name 'evil.test' in allowHosts"],
    ['has a URL with a user', { url: 'https://a:b@api.example.com/' }, 'a user or a password'],
    ['has a URL of another scheme', { url: 'file:///etc/passwd' }, 'must be an http or https URL'],
    ['has a URL without a host', { url: '/v1' }, 'must be an http or https URL'],
  ])('that %s is refused', (_, part, message) => {
    const build = () => toTarget(part as never);
    expect(build).toThrow(TriggerError);
    expect(build).toThrow(message);
  });

  it('never leaves the action’s URL, whatever the path is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[./\\%2efEF@:?#]*$/)), (path) => {
        let target: string;
        try {
          target = toTarget({ path }).path;
        } catch {
          return;
        }
        expect(target).toMatch(/^[\x21-\x7e]+$/);
        const url = new URL(own + target);
        expect(url.origin).toBe(own);
        expect(url.pathname).toMatch(/^\/v1\//);
        expect(url.search).toBe('?key=1');
      }),
    );
  });
});
