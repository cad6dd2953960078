import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_PAGE_HOST, DEFAULT_PAGE_PORT } from '../config/runner-config.js';
import type { Runner } from '../create-runner.js';
import { createEventStreams } from './create-event-streams.js';
import { formatMetrics } from './format-metrics.js';
import { type PageAsset, readPageAssets } from './page-assets.js';
import { PageServerError } from './page-server-error.js';
import { createRequestGuard } from './request-guard.js';

/** What the page shows. */
export type PageSubject = Pick<Runner, 'status' | 'recentEvents' | 'onEvent' | 'picture'>;

export interface PageServerOptions {
  readonly runner: PageSubject;
  readonly host?: string | undefined;
  /** 0: any free one. */
  readonly port?: number | undefined;
  readonly token?: string | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
}

export interface PageServer {
  readonly url: string;
  /** Ends all connections. Idempotent. */
  close(): Promise<void>;
}

/** No script, style or picture of another origin, no frame round the page, no type guessed. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};

const MAX_CONNECTIONS = 128;
/** Longest wait for a picture that is newer than the last. */
const PICTURE_WAIT_MS = 3000;

const send = (
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const data = Buffer.from(body as string);
  response.writeHead(status, {
    'content-type': type,
    'content-length': String(data.length),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : data);
};

const sendText = (response: ServerResponse, status: number, text: string, headers = {}): void => {
  send(response, status, 'text/plain; charset=utf-8', `${text}\n`, headers);
};

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  send(response, status, 'application/json', `${JSON.stringify(value)}\n`);
};

const sendPicture = async (
  runner: PageSubject,
  camera: string,
  after: string | null,
  response: ServerResponse,
): Promise<void> => {
  const known = runner.status().cameras.find(({ id }) => id === camera);
  if (known === undefined) {
    sendText(response, 404, `There is no camera ${JSON.stringify(camera)}.`);
    return;
  }
  const picture = await runner.picture(
    camera,
    after === null ? undefined : Number(after),
    PICTURE_WAIT_MS,
  );
  if (response.destroyed) return;
  if (picture === undefined) {
    response.writeHead(204).end();
    return;
  }
  const boxes = runner.status().cameras.find(({ id }) => id === camera)?.boxes ?? [];
  const { jpeg, sequence, capturedUs } = picture;
  send(response, 200, 'image/jpeg', jpeg, {
    'ocelli-sequence': String(sequence),
    'ocelli-captured-at': new Date(capturedUs / 1000).toISOString(),
    // ASCII, as headers have to be.
    'ocelli-boxes': encodeURIComponent(JSON.stringify(boxes)),
  });
};

const sendReadiness = (runner: PageSubject, response: ServerResponse): void => {
  const { isReady, cameras, models } = runner.status();
  sendJson(response, isReady ? 200 : 503, {
    ready: isReady,
    cameras: cameras.map(({ id, phase, cause }) => ({ id, phase, ...(cause && { cause }) })),
    models: models.map(({ model, state, error }) => ({ model, state, ...(error && { error }) })),
  });
};

/**
 * Serves the local page, its pictures and events, and what other programs ask for: `/healthz`, `/readyz`, `/metrics`,
 * `/events` (server-sent events) and `/status`. Only what is needed to show the page itself, and `/healthz`, comes
 * without the token.
 *
 * @throws PageServerError where it cannot listen.
 */
export const createPageServer = async (options: PageServerOptions): Promise<PageServer> => {
  const { runner, host = DEFAULT_PAGE_HOST, port = DEFAULT_PAGE_PORT, token } = options;
  const assets: ReadonlyMap<string, PageAsset> = await readPageAssets();
  const guard = createRequestGuard({ host, allowedHosts: options.allowedHosts ?? [], token });
  const streams = createEventStreams(runner);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const origin = guard.checkOrigin(request);
    if (origin === 'wrong-host') {
      const remedy = 'Use the address of this device, or add the name to page.allowedHosts.';
      sendText(response, 421, `This server does not go by that name. ${remedy}`);
      return;
    }
    if (origin === 'cross-site') {
      sendText(response, 403, 'Pages of other sites may not ask.');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendText(response, 405, 'Only GET and HEAD.', { allow: 'GET, HEAD' });
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    const asset = assets.get(pathname);
    if (asset !== undefined) {
      send(response, 200, asset.type, asset.body);
      return;
    }
    if (pathname === '/healthz') {
      sendText(response, 200, 'ok');
      return;
    }
    if (guard.checkToken(request) === 'no-token') {
      sendText(response, 401, 'Send the token: Authorization: Bearer …', {
        'www-authenticate': 'Bearer',
      });
      return;
    }
    const camera = /^\/cameras\/([^/]+)\/picture\.jpg$/.exec(pathname)?.[1];
    if (camera !== undefined) {
      await sendPicture(runner, camera, searchParams.get('after'), response);
    } else if (pathname === '/status') {
      sendJson(response, 200, runner.status());
    } else if (pathname === '/readyz') {
      sendReadiness(runner, response);
    } else if (pathname === '/metrics') {
      const type = 'text/plain; version=0.0.4; charset=utf-8';
      send(response, 200, type, formatMetrics(runner.status()));
    } else if (pathname === '/events') {
      streams.open(request, response);
    } else {
      sendText(response, 404, 'There is nothing here.');
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      response.destroy();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  // Nobody sends anything but a few headers.
  server.requestTimeout = 10_000;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PageServerError({ host, port, cause });
  }
  const { port: actualPort } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const name = shown.includes(':') && !shown.startsWith('[') ? `[${shown}]` : shown;
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    streams.close();
    const ended = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await ended;
  };
  return {
    url: `http://${name}:${String(actualPort)}`,
    close: () => (closed ??= close()),
  };
};
