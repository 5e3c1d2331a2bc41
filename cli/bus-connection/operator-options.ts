import type { Option } from '../command/command.ts';
import type { OperateOptions } from './operate.ts';

/** What each command takes that operates a program's bus. */
export const operatorOptions = {
  sensor: {
    type: 'string',
    value: '<name>',
    help: 'only of this sensor, <namespace>/<name> where two have the name',
  },
  trigger: { type: 'string', value: '<name>', help: 'only of the trigger of this name' },
  app: { type: 'string', value: '<command>', help: "how the program is run (default: 'app' of cdk8s.yaml)" },
  server: { type: 'string', value: '<url>', help: "where the bus is reached instead: 'nats://127.0.0.1:4222'" },
  secrets: { type: 'string', value: '<folder>', default: 'secrets', help: 'the folder of secrets' },
  dev: { type: 'boolean', help: "the bus of the 'eventwright dev' that runs in this folder" },
} as const satisfies Readonly<Record<string, Option>>;

interface Given {
  readonly sensor?: string | undefined;
  readonly trigger?: string | undefined;
  readonly app?: string | undefined;
  readonly server?: string | undefined;
  readonly secrets: string;
  readonly dev?: boolean | undefined;
}

/** As they were given, for the project of this folder. */
export function toOperateOptions({ sensor, trigger, app, server, secrets, dev = false }: Given): OperateOptions {
  return { folder: process.cwd(), sensor, trigger, app, server, secretsFolder: secrets, dev };
}
