#!/usr/bin/env node
import { runCommand } from './command/run-command.ts';
import { commands } from './commands.ts';

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    // whoever read it has seen enough, as `head` has
    process.exit(0);
  });

process.exitCode = await runCommand(commands, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  nodeVersion: process.versions.node,
});
