import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecrets, SecretError } from './secrets.ts';
import { ManualClock } from './testing/manual-clock.ts';

const ref = { name: 'github', key: 'webhook.secret' };

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'secrets-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** As a kubelet mounts a Secret: each key a link through `..data` to a folder that is swapped whole. */
async function mount(folder: string, version: string, value: string): Promise<void> {
  const secret = join(folder, ref.name);
  await mkdir(join(secret, version), { recursive: true });
  await writeFile(join(secret, version, ref.key), value);
  await symlink(version, join(secret, '..data_tmp'));
  await rename(join(secret, '..data_tmp'), join(secret, '..data'));
  await symlink(join('..data', ref.key), join(secret, ref.key)).catch(() => {});
}

it('a secret is a file, without the newline at its end', async () => {
  await using folder = await temporaryFolder();
  await mount(folder.path, '..1', 's3cret\n');
  expect(await createSecrets({ folder: folder.path }).read(ref)).toBe('s3cret');
});

it('of several newlines at the end of a file one is kept out', async () => {
  await using folder = await temporaryFolder();
  await mount(folder.path, '..1', ' a\n\r\n');
  expect(await createSecrets({ folder: folder.path }).read(ref)).toBe(' a\n');
});

it('a secret that Kubernetes rotates is noticed within a second, and not looked for before', async () => {
  await using folder = await temporaryFolder();
  const clock = new ManualClock();
  const secrets = createSecrets({ folder: folder.path, clock });
  await mount(folder.path, '..1', 'old');
  expect(await secrets.read(ref)).toBe('old');
  await mount(folder.path, '..2', 'new');
  await clock.advance(999);
  expect(await secrets.read(ref)).toBe('old');
  await clock.advance(1);
  expect(await secrets.read(ref)).toBe('new');
});

it('a secret that is removed stops working', async () => {
  await using folder = await temporaryFolder();
  const clock = new ManualClock();
  const secrets = createSecrets({ folder: folder.path, clock });
  await mount(folder.path, '..1', 'old');
  await secrets.read(ref);
  await rm(join(folder.path, 'github'), { recursive: true });
  await clock.advance(1000);
  await expect(secrets.read(ref)).rejects.toThrow(SecretError);
});

it('without a file it comes from the environment', async () => {
  await using folder = await temporaryFolder();
  const secrets = createSecrets({ folder: folder.path, env: { EVENTWRIGHT_SECRET_GITHUB_WEBHOOK_SECRET: 'e' } });
  expect(await secrets.read(ref)).toBe('e');
});

it('the error for a missing secret names it and both places', async () => {
  const secrets = createSecrets({ folder: '/none', env: {} });
  await expect(secrets.read(ref)).rejects.toThrow(
    "key 'webhook.secret' of Secret 'github' is missing, put it into the file /none/github/webhook.secret " +
      'or the variable EVENTWRIGHT_SECRET_GITHUB_WEBHOOK_SECRET',
  );
});

it('without a folder the error names the variable alone', async () => {
  await expect(createSecrets({}).read({ name: 'a-b', key: 'c' })).rejects.toThrow(
    "key 'c' of Secret 'a-b' is missing, put it into the variable EVENTWRIGHT_SECRET_A_B_C",
  );
});

it('an empty secret, which would let everybody in, is none', async () => {
  await using folder = await temporaryFolder();
  await mount(folder.path, '..1', '\n');
  await expect(createSecrets({ folder: folder.path }).read(ref)).rejects.toThrow('is empty');
});

it('a file that cannot be read is told apart from one that is missing', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, ref.name, ref.key), { recursive: true });
  await expect(createSecrets({ folder: folder.path }).read(ref)).rejects.toThrow('(EISDIR)');
});
