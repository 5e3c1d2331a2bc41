import { parseImageName, showImageName } from './image-name.ts';

it.each([
  ['registry.example.com/team/eventwright:1.2.3', 'registry.example.com', 'team/eventwright', '1.2.3'],
  ['localhost:5000/eventwright:latest', 'localhost:5000', 'eventwright', 'latest'],
  ['registry:5000/a/b/c:x', 'registry:5000', 'a/b/c', 'x'],
])('%s is a registry, a repository and a tag', (name, registry, repository, tag) => {
  expect(parseImageName(name)).toStrictEqual({ registry, repository, tag });
  expect(showImageName({ registry, repository, tag })).toBe(name);
});

it.each([
  'eventwright',
  'eventwright:1',
  'team/eventwright:1',
  'registry.example.com/eventwright',
  'registry.example.com/Team/eventwright:1',
  'registry.example.com/eventwright@sha256:0',
  '',
])("'%s' leaves something to guess, and is refused with an example", (name) => {
  expect(() => parseImageName(name)).toThrow(
    `--tag: '${name}' is no full name of an image; write it with its registry and a tag, for example registry.example.com/team/eventwright:1`,
  );
});
