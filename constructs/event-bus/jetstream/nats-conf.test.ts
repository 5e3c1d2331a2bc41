import { fromEnvironment, printConf } from './nats-conf.ts';

it('prints blocks, lists, quoted text and variables', () => {
  const conf = {
    server_name: fromEnvironment('SERVER_NAME'),
    port: 4222,
    debug: true,
    cluster: { routes: ['tls://a:6222', 'tls://b:6222'], tls: { verify: true } },
    mappings: { 'a.*': [{ destination: 'b.$1', weight: '50%' }] },
  };
  expect(printConf(conf, ['./auth.conf'])).toMatchInlineSnapshot(`
"server_name: $SERVER_NAME
port: 4222
debug: true
cluster {
  routes: ["tls://a:6222", "tls://b:6222"]
  tls {
    verify: true
  }
}
mappings {
  "a.*": [{ "destination": "b.$1", "weight": "50%" }]
}
include ./auth.conf
"
`);
});

it('text stays text, whatever is in it', () => {
  expect(printConf({ a: '$HOME', b: 'say "no"\\', c: 'one\ntwo\u0001', 'd e': '4ever' })).toMatchInlineSnapshot(`
"a: "$HOME"
b: "say \\"no\\"\\\\"
c: "one\\ntwo\\x01"
"d e": "4ever"
"
`);
});

it('large numbers are written out', () => {
  expect(printConf({ max_file_store: 1e21, ratio: 0.5 })).toBe('max_file_store: 1000000000000000000000\nratio: 0.5\n');
});
