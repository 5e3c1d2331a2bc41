import type { JetStreamUser } from './jetstream-users.ts';
import { toNatsUsers } from './nats-users.ts';

const user = (name: string): JetStreamUser => ({
  client: { component: 'worker', namespace: 'ci', name },
  publish: ['ew.m.ci.main', '$JS.API.STREAM.INFO.ew-events'],
  subscribe: [`_INBOX.worker.ci.${name}.>`],
});

it('users are written as the servers read them', () => {
  const nkey = 'UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4';
  const credentialOf = ({ client }: JetStreamUser) => (client.name === 'main' ? { nkey } : { password: '$2a$11$x"y' });
  expect(toNatsUsers([user('main'), user('other')], credentialOf)).toMatchInlineSnapshot(`
"authorization {
  users = [
    {
      nkey: "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4"
      permissions {
        publish: [
          "ew.m.ci.main"
          "$JS.API.STREAM.INFO.ew-events"
        ]
        subscribe: [
          "_INBOX.worker.ci.main.>"
        ]
      }
    }
    {
      user: "worker.ci.other", password: "$2a$11$x\\"y"
      permissions {
        publish: [
          "ew.m.ci.main"
          "$JS.API.STREAM.INFO.ew-events"
        ]
        subscribe: [
          "_INBOX.worker.ci.other.>"
        ]
      }
    }
  ]
}
"
`);
});
