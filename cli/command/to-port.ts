import { usageError } from './command-error.ts';

export function toPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw usageError(`--port: '${text}' is no port; use a number from 0 to 65535, for example 8080`);
}
