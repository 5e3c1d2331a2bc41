import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The open connections of a server, and what is under way on each. */
export interface Connections {
  /** A request has begun on a connection. */
  begin(socket: Socket): Exchange;
  /** Whether a request that arrived whole waits for its answer, which nothing else may overtake. */
  owesAnswer(socket: Socket): boolean;
  /** Closes those on which no request has begun. */
  closeIdle(): void;
}

/** A request and its answer. */
export interface Exchange {
  /** The request has arrived whole. */
  arrived(): void;
  end(): void;
}

export function followConnections(server: Server): Connections {
  const open = new Map<Socket, { begun: number; whole: number }>();
  server.on('connection', (socket: Socket) => {
    open.set(socket, { begun: 0, whole: 0 });
    socket.once('close', () => open.delete(socket));
  });
  return {
    begin(socket) {
      const counts = open.get(socket) ?? { begun: 0, whole: 0 };
      let whole = 0;
      counts.begun++;
      return {
        arrived() {
          whole = 1;
          counts.whole++;
        },
        end() {
          counts.begun--;
          counts.whole -= whole;
        },
      };
    },
    owesAnswer: (socket) => (open.get(socket)?.whole ?? 0) > 0,
    closeIdle() {
      for (const [socket, { begun }] of open) if (begun === 0) socket.destroy();
    },
  };
}
