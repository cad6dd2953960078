import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that answers nothing and remembers what was asked of it. */
export interface OutsideRequests {
  readonly proxy: string;
  /** Addresses beyond this machine that the browser tried to reach, whoever in it did. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts a proxy for a browser. Browsers ask proxies for everything but this machine's own addresses: what
 * is written down here is what would have left the machine, from pages, workers and the browser itself.
 */
export const recordOutsideRequests = async (): Promise<OutsideRequests> => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    seen.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    proxy: `http://127.0.0.1:${String(port)}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
