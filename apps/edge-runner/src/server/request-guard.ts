import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLoopbackHost } from '../config/is-loopback-host.js';

export interface RequestGuardOptions {
  /** What the server listens on. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly token: string | undefined;
}

export type GuardVerdict = 'ok' | 'wrong-host' | 'cross-site' | 'no-token';

const hostnameOf = (header: string | undefined): string | undefined => {
  if (header === undefined || !URL.canParse(`http://${header}`)) return undefined;
  return new URL(`http://${header}`).hostname;
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isToken = (request: IncomingMessage, token: string): boolean => {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  // Digests have one length, so that the comparison takes the same time for any guess.
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
};

/**
 * Decides who may ask. A page of another site reaches a local server through a name of its own that it points here
 * (DNS rebinding): so the `Host` has to be an address, or a name that this server knows.
 */
export const createRequestGuard = ({ host, allowedHosts, token }: RequestGuardOptions) => {
  const isLocal = isLoopbackHost(host);
  const names = new Set([host, ...allowedHosts]);
  const isHost = (name: string): boolean => {
    if (isLoopbackHost(name) || names.has(name)) return true;
    return !isLocal && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  };
  return {
    /** Whether the request comes from where it may; for everything that the server answers. */
    checkOrigin: (request: IncomingMessage): Exclude<GuardVerdict, 'no-token'> => {
      const name = hostnameOf(request.headers.host);
      if (name === undefined || !isHost(name)) return 'wrong-host';
      return request.headers['sec-fetch-site'] === 'cross-site' &&
        request.headers['sec-fetch-mode'] !== 'navigate'
        ? 'cross-site'
        : 'ok';
    },
    /** Whether the request may see what cameras see. */
    checkToken: (request: IncomingMessage): Extract<GuardVerdict, 'ok' | 'no-token'> =>
      token === undefined || isToken(request, token) ? 'ok' : 'no-token',
  };
};
