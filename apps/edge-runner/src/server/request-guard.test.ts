import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createRequestGuard } from './request-guard.js';

const request = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;
const local = createRequestGuard({
  host: '127.0.0.1',
  allowedHosts: ['cam.lan'],
  token: undefined,
});
const open = createRequestGuard({ host: '0.0.0.0', allowedHosts: [], token: 'secret' });

describe('createRequestGuard', () => {
  it.each(['127.0.0.1:4912', 'localhost:4912', '[::1]:4912', 'cam.lan', 'LOCALHOST'])(
    'should answer a local server by %s',
    (host) => {
      expect(local.checkOrigin(request({ host }))).toBe('ok');
    },
  );

  it.each(['evil.example', '192.168.0.7', 'localhost.evil.example', '', 'a b'])(
    'should not answer a local server by %j, for a name may be pointed anywhere',
    (host) => {
      expect(local.checkOrigin(request({ host }))).toBe('wrong-host');
    },
  );

  it('should answer a server on the network by address, not by any name', () => {
    expect(open.checkOrigin(request({ host: '192.168.0.7:4912' }))).toBe('ok');
    expect(open.checkOrigin(request({ host: '[fe80::1]' }))).toBe('ok');
    expect(open.checkOrigin(request({ host: 'evil.example' }))).toBe('wrong-host');
    expect(local.checkOrigin(request({}))).toBe('wrong-host');
  });

  it('should refuse what a page of another site asks for, but not a link', () => {
    const headers = { host: 'localhost', 'sec-fetch-site': 'cross-site' };
    expect(local.checkOrigin(request(headers))).toBe('cross-site');
    expect(local.checkOrigin(request({ ...headers, 'sec-fetch-mode': 'navigate' }))).toBe('ok');
  });

  it('should take the token alone, and nothing where there is none to ask for', () => {
    expect(open.checkToken(request({ authorization: 'Bearer secret' }))).toBe('ok');
    for (const authorization of ['', 'Bearer secre', 'Bearer secret2', 'Basic secret']) {
      expect(open.checkToken(request({ authorization }))).toBe('no-token');
    }
    expect(local.checkToken(request({}))).toBe('ok');
  });
});
