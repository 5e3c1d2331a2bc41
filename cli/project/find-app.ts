import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CommandError } from '../command/command-error.ts';

/** How the program in a folder is run: the `app` of its `cdk8s.yaml`. */
export async function findApp(folder: string): Promise<string> {
  const path = join(folder, 'cdk8s.yaml');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      `cdk8s.yaml cannot be read here (${error.code}); run it in your project's folder, or say how the program is run: --app 'node main.ts'`,
      { cause: error },
    );
  });
  const { app } = (parseYaml(text) ?? {}) as { readonly app?: unknown };
  if (typeof app === 'string' && app.trim() !== '') return app;
  throw new CommandError("cdk8s.yaml: 'app' is missing; say how the program is run, for example app: node main.ts");
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new CommandError(`cdk8s.yaml: ${(error as Error).message}`, { cause: error });
  }
}
