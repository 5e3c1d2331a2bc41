/** Whether a host, with or without a port, is this machine: what goes there needs no TLS. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
}
