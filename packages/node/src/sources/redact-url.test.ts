import { describe, expect, it } from 'vitest';
import { redactUrl } from './redact-url.js';

describe('redactUrl', () => {
  it.each([
    ['rtsp://cam/stream', 'rtsp://cam/stream'],
    ['rtsp://user:pass@cam:554/s?x=1', 'rtsp://***@cam:554/s?x=1'],
    ['rtsp://user:p@ss/w#rd@cam/s', 'rtsp://***@cam/s'],
    ['http://cam/v.cgi?user=admin&pwd=1234&fps=5', 'http://cam/v.cgi?user=***&pwd=***&fps=5'],
    ['http://cam/v?access_token=abc;size=2', 'http://cam/v?access_token=***;size=2'],
    ['//user:pass@cam', '//***@cam'],
    ['not a url', 'not a url'],
  ])('should show %s as %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });
});
