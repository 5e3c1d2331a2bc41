#!/usr/bin/env node
import { runCommand } from './command/run-command.ts';
import { commands } from './commands.ts';

process.exitCode = await runCommand(commands, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  nodeVersion: process.versions.node,
});
