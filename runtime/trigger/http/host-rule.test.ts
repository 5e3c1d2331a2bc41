import { createHostRule } from './host-rule.ts';

const rule = createHostRule('https://api.example.com', [
  'hooks.example.com',
  '*.example.org',
  'named.example.org',
  'local.test:8443',
  '[0:0::1]:8080',
  '127.1',
]);

describe('a URL that an event chose', () => {
  it.each([
    ['https://api.example.com/any', 'own'],
    ['https://hooks.example.com/x', 'named'],
    ['http://hooks.example.com/x', 'named'],
    ['https://HOOKS.example.com:443/', 'named'],
    ['https://a.example.org/', 'matched'],
    ['https://a.b.example.org/', 'matched'],
    ['https://named.example.org/', 'named'],
    ['https://local.test:8443/', 'named'],
    ['http://[::1]:8080/', 'named'],
    ['http://127.0.0.1/', 'named'],
    ['http://2130706433/', 'named'],
  ])('%s takes the route "%s"', (url, route) => {
    expect(rule(new URL(url))).toBe(route);
  });

  it.each([
    'http://api.example.com/',
    'https://api.example.com:8443/',
    'https://hooks.example.com:8443/',
    'https://hooks.example.com.evil.test/',
    'https://evilhooks.example.com/',
    'https://example.org/',
    'https://evilexample.org/',
    'https://local.test/',
    'ftp://hooks.example.com/',
    'https://hooks.example.com@evil.test/',
    'https://evil.test\\@hooks.example.com/',
    'https://evil.test#@hooks.example.com/',
  ])('%s goes nowhere', (url) => {
    expect(rule(new URL(url))).toBeUndefined();
  });
});
