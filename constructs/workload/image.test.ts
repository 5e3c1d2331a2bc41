import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveImage } from './image.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const image = `registry.example.com/team/eventwright:1@${digest}`;
const lock = JSON.stringify({ image, runtime: '0.1.0' });

/** A repository with a project in a folder of it, and whatever locks lie there. */
function repository(locks: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'repository-'));
  const folder = join(root, 'clone/stacks/prod');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(root, 'clone/.git'));
  for (const [path, text] of Object.entries(locks)) writeFileSync(join(root, path), text);
  const resolve = (named?: string, env = {}) => resolveImage(named, 'ci/main', { env, folder });
  return { root, resolve, [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
}

it('what a construct names goes before the environment, and that before the lock', () => {
  using given = repository({ 'clone/stacks/prod/eventwright.lock': lock });
  const env = { EVENTWRIGHT_IMAGE: 'from-environment:1' };
  expect(given.resolve('named:1', env)).toBe('named:1');
  expect(given.resolve(undefined, env)).toBe('from-environment:1');
  expect(given.resolve(undefined, { EVENTWRIGHT_IMAGE: '' })).toBe(image);
});

it.each(['eventwright:latest', 'eventwright', 'registry:5000/eventwright'])('%s is not pinned', (named) => {
  using given = repository({});
  const message = `'${named}' must be pinned: a tag other than 'latest', or a digest`;
  expect(() => given.resolve(named)).toThrow(`ci/main: image ${message}`);
  expect(() => given.resolve(undefined, { EVENTWRIGHT_IMAGE: named })).toThrow(`ci/main: EVENTWRIGHT_IMAGE ${message}`);
});

it('the lock may lie above, the nearest counts', () => {
  using given = repository({ 'clone/eventwright.lock': '{', 'clone/stacks/eventwright.lock': lock });
  expect(given.resolve()).toBe(image);
});

it('a lock outside of the repository is none, and the error says how to get an image', () => {
  using given = repository({ 'eventwright.lock': lock });
  expect(() => given.resolve()).toThrow(
    "ci/main: there is no image of the runtime; build one, which writes eventwright.lock: npx eventwright image --push --tag <registry>/<repository>:<tag>; or name one in 'image' or EVENTWRIGHT_IMAGE",
  );
});

it('an image whose runtime does not understand the documents is refused with the fix', () => {
  using given = repository({ 'clone/eventwright.lock': JSON.stringify({ image, runtime: '0.0.9' }) });
  expect(() => given.resolve()).toThrow(
    /clone\/eventwright\.lock: its image runs 0\.0\.9, and what is declared here needs 0\.1\.0 or later; build it anew/,
  );
});

it('an image of a later runtime is taken: it reads what is written here', () => {
  using given = repository({ 'clone/eventwright.lock': JSON.stringify({ image, runtime: '7.0.0' }) });
  expect(given.resolve()).toBe(image);
});

it.each([
  ['{', 'cannot be read'],
  [JSON.stringify({ image: 'eventwright:latest', runtime: '0.1.0' }), 'image must end in a digest'],
  [JSON.stringify({ image }), 'runtime is missing'],
])('a lock that reads %j is told with its path', (text, message) => {
  using given = repository({ 'clone/eventwright.lock': text });
  expect(() => given.resolve()).toThrow(
    expect.objectContaining({
      name: 'InvalidSpecError',
      message: expect.stringContaining(`${join(given.root, 'clone/eventwright.lock')}: ${message}`),
    }),
  );
});
