import { CommandError } from './command-error.ts';

const oldest = 24;

/** Throws where the runtime in this process would not run; the constructs work with older versions. */
export function checkNode(version: string): void {
  if (Number.parseInt(version, 10) >= oldest) return;
  throw new CommandError(
    `this is Node ${version}, and the runtime needs ${oldest} or later; install it, or add it to the project: npm install --save-dev node@${oldest}`,
  );
}
