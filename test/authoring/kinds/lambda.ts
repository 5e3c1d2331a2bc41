import type { Action } from 'eventwright';

/** A trigger kind whose template the user names. */
export const lambda = {
  invoke: <Payload = unknown>(options: {
    readonly functionName: string;
    readonly region: string;
  }): Action<Payload> => ({
    kind: 'lambda',
    options,
  }),
};
