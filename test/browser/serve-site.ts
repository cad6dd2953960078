import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Answers a request by code; `next` lets the folders answer. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void;

export interface SiteOptions {
  /** URL prefixes and the folders behind them, the longest prefix first. */
  readonly folders?: Readonly<Record<string, string>>;
  /** Files by path: text or bytes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly routes?: Readonly<Record<string, Route>>;
  /** Sends the headers that make the page cross-origin isolated, so that it may use threads. */
  readonly isIsolated?: boolean;
}

export interface Site extends AsyncDisposable {
  readonly origin: string;
  /** Every path that was asked for, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Serves files on a free port of this machine and writes down what is asked for. */
export const serveSite = async ({
  folders = {},
  files = {},
  routes = {},
  isIsolated = false,
}: SiteOptions): Promise<Site> => {
  const requests: string[] = [];
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);

  const read = async (path: string): Promise<string | Uint8Array> => {
    const file = files[path];
    if (file !== undefined) return file;
    const prefix = prefixes.find((each) => path.startsWith(each));
    if (prefix === undefined) throw new Error(`nothing at ${path}`);
    const relative = normalize(decodeURIComponent(path.slice(prefix.length)));
    return readFile(join(folders[prefix] ?? '', relative === '.' ? 'index.html' : relative));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(pathname);
    if (isIsolated) {
      for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
    }
    const route = routes[pathname];
    if (route !== undefined) {
      route(request, response);
      return;
    }
    try {
      const body = await read(pathname);
      const type = pathname.endsWith('/') ? '.html' : extname(pathname);
      response.setHeader('content-type', TYPES[type] ?? 'application/octet-stream');
      response.setHeader('content-length', Buffer.byteLength(body));
      response.end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    requests,
    close,
    [Symbol.asyncDispose]: close,
  };
};
