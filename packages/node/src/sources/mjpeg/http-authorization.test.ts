import { describe, expect, it } from 'vitest';
import { authorizationFor } from './http-authorization.js';

const mufasa = { username: 'Mufasa', password: 'Circle of Life' };

describe('authorizationFor', () => {
  it('should answer a Basic challenge', () => {
    expect(authorizationFor('Basic realm="camera"', '/', { username: 'a', password: 'b:c' })).toBe(
      `Basic ${Buffer.from('a:b:c').toString('base64')}`,
    );
  });

  it('should answer a Digest challenge without qop as RFC 2069 says', () => {
    // The example of RFC 2069 with the response of its erratum 749.
    const challenge =
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const header = authorizationFor(challenge, '/dir/index.html', {
      username: 'Mufasa',
      password: 'CircleOfLife',
    });
    expect(header).toContain('response="1949323746fe6a43ef61f9606e7febea"');
    expect(header).toContain('opaque="5ccc069c403ebaf9f0171e9517f40e41"');
  });

  it('should prefer Digest, in the algorithm that is asked for', () => {
    const challenge =
      'Basic realm="x", Digest realm="x", qop="auth", algorithm=SHA-256, nonce="abc"';
    const header = authorizationFor(challenge, '/v?a=1', mufasa);
    expect(header).toMatch(/^Digest username="Mufasa", realm="x", nonce="abc", uri="\/v\?a=1"/);
    expect(header).toMatch(/response="[0-9a-f]{64}", qop=auth, nc=00000001, cnonce="[0-9a-f]{16}"/);
  });

  it('should have no answer to other schemes', () => {
    expect(authorizationFor('Negotiate', '/', mufasa)).toBeUndefined();
  });
});
