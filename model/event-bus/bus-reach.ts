/** Where the clients of a bus go, and what tells it from others. */
export interface BusReach {
  /** The servers that it names; one in the process has none. */
  readonly servers: readonly BusServer[];
  /** Others whom its clients talk to: who issues tokens. */
  readonly others: readonly BusServer[];
  /** What it keeps to itself on its servers, where they may be those of several buses: the prefix of its topics. */
  readonly within?: string;
  /** The bus may be behind other servers than those it names: through a leaf node, or another account. */
  readonly isOpaque: boolean;
}

export interface BusServer {
  /** As an address has it: one of IPv6 is in brackets. */
  readonly host: string;
  readonly port: number;
}

/** The server of an address, which may leave out its usual port. */
export function toBusServer(url: string, usualPort: number): BusServer {
  const { hostname: host, port } = new URL(url);
  return { host, port: port === '' ? usualPort : Number(port) };
}
