import { findRefs, findSecrets } from './find-secrets.ts';

const ref = { name: 'github', key: 'secret' };

it('a secret is told with the part that refers to it', () => {
  const event = { endpoint: '/push', methods: ['POST'], maxPayloadSize: '1Mi' } as const;
  const verify = { scheme: 'github', secrets: [ref] } as const;
  expect(
    findSecrets({ kind: 'EventSource', spec: { kind: 'webhook', events: { push: { ...event, verify } } } }),
  ).toStrictEqual([{ ref, part: "event 'push'" }]);
});

it('what only looks like a reference is none: headers, extensions, and what a manifest refers to', () => {
  expect(findRefs({ bearer: ref, headers: { name: 'a', key: 'b' } })).toStrictEqual([ref]);
  expect(findRefs({ bearer: ref, extensions: { name: 'a', key: 'b' } })).toStrictEqual([ref]);
  expect(findRefs({ source: { kind: 'Workflow', spec: { artifact: { accessKeySecret: ref } } } })).toStrictEqual([]);
});
