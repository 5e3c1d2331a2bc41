import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A program of this folder in a process of its own, that says one JSON message when it is ready. */
export interface Child<Ready> extends AsyncDisposable {
  readonly ready: Ready;
  /** Says something to it, and resolves with what it says next. */
  ask<Answer>(question: object): Promise<Answer>;
}

export async function startChild<Ready>(module: URL, args: readonly string[] = []): Promise<Child<Ready>> {
  const child = spawn(process.execPath, [fileURLToPath(module), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await Promise.race([
    once(child, 'message').then(([message]) => message as Ready),
    once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`${module.pathname} ended with ${code} before it was ready`)),
    ),
  ]);
  return {
    ready,
    async ask<Answer>(question: object) {
      const answered = once(child, 'message');
      child.send(question);
      const [answer] = await answered;
      return answer as Answer;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
