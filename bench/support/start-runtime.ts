import { type Program, programNamespace } from './program.ts';
import { type Ports, RuntimeProcess } from './runtime-process.ts';

interface RuntimeOptions {
  /** Free ones by default. */
  readonly ports?: Ports;
  /** Is told each line that it logs. */
  readonly tell?: (line: string) => void;
}

/** A replica that runs a program. */
export function startRuntime(program: Program, replica: string, { ports, tell }: RuntimeOptions = {}): RuntimeProcess {
  const env = {
    POD_NAME: replica,
    POD_NAMESPACE: programNamespace,
    EVENTWRIGHT_SECRETS: program.secrets,
    ...(ports && { PORT: String(ports.events), OPERATIONS_PORT: String(ports.operations) }),
  };
  return new RuntimeProcess(['--config', program.documents], env, tell);
}
