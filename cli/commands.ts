import { busCommand } from './bus/command.ts';
import type { Command } from './command/command.ts';
import { devCommand } from './dev/command.ts';
import { dlqCommand } from './dlq/command.ts';
import { imageCommand } from './image/command.ts';
import { joinsCommand } from './joins/command.ts';
import { sendCommand } from './send/command.ts';
import { whyCommand } from './why/command.ts';

/** Every command; each loads its code when it runs. */
export const commands: readonly Command[] = [
  devCommand,
  imageCommand,
  busCommand,
  whyCommand,
  joinsCommand,
  dlqCommand,
  sendCommand,
];
