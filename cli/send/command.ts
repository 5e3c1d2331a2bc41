import { createCommand } from '../command/command.ts';

export const sendCommand = createCommand({
  name: 'send',
  summary: "Posts a payload to a running 'eventwright dev', signed as the source asks.",
  usage: "send <event source>/<event> [<file>|-] [--header '<name>: <value>']",
  details: `
The payload is a file, or what comes on the standard input ('-'); without one it is {}. A calendar's event takes none: it
ticks at once. The program is run to learn how the source verifies its senders; secrets are found as 'eventwright dev'
finds them.`,
  options: {
    header: { type: 'string', value: "'<name>: <value>'", multiple: true, short: 'H', help: 'a header of the request' },
    url: { type: 'string', value: '<url>', help: "where 'eventwright dev' listens (default: found by itself)" },
    app: { type: 'string', value: '<command>', help: "how the program is run (default: 'app' of cdk8s.yaml)" },
    secrets: { type: 'string', value: '<folder>', default: 'secrets', help: 'the folder of secrets' },
  },
  positionals: 2,
  run: async ({ header, url, app, secrets }, [event, file]) => {
    const { send } = await import('./send.ts');
    return send({ event, file, headers: header ?? [], url, app, secretsFolder: secrets });
  },
});
