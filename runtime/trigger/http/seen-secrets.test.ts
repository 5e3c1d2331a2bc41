import { watchSecrets } from './seen-secrets.ts';

describe('what is said of a target', () => {
  it('holds no secret: not as it is, nor in JSON, nor in a URL, nor what was made of it', async () => {
    const secrets = watchSecrets(async () => 'a"b c');
    await secrets.read({ name: 'api', key: 'key' });
    secrets.add('dXNlcjphImIgYw==');
    expect(secrets.hide('1 a"b c 2 a\\"b c 3 a%22b%20c 4 dXNlcjphImIgYw== 5')).toBe(
      '1 [secret] 2 [secret] 3 [secret] 4 [secret] 5',
    );
  });

  it('holds no part of a secret where it was cut off', async () => {
    const secrets = watchSecrets(async () => 'hunter2-and-more');
    await secrets.read({ name: 'api', key: 'key' });
    expect(secrets.hide('you sent hunter2-an')).toBe('you sent ');
  });

  it('hides every value that a secret has had', async () => {
    const values = ['first-value', 'second-value'];
    const secrets = watchSecrets(async () => values.shift() ?? '');
    for (let i = 0; i < 3; i++) await secrets.read({ name: 'api', key: 'key' });
    expect(secrets.hide('first-value, second-value')).toBe('[secret], [secret]');
  });
});
