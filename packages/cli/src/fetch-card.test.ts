import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ModelLoadError } from '@ocelli/core';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchCard } from './fetch-card.js';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Serves every request in this way and gives the URL. */
const serve = async (listener: RequestListener): Promise<string> => {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((started.address() as AddressInfo).port)}/card.json`;
};

const failure = async (work: Promise<unknown>): Promise<ModelLoadError> => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!ModelLoadError.isInstance(error)) throw new Error('it should fail', { cause: error });
  return error;
};

describe('fetchCard', () => {
  it('should give the JSON, also with characters that are split between two packets', async () => {
    const bytes = Buffer.from('{"name":"Straße"}');
    const url = await serve((_, response) => {
      response.write(bytes.subarray(0, 14));
      setImmediate(() => response.end(bytes.subarray(14)));
    });
    expect(await fetchCard(url)).toEqual({ name: 'Straße' });
  });

  it('should break off an answer without end', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const chunk = Buffer.alloc(2 ** 16, ' ');
      const send = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', send);
      send();
    });
    const error = await failure(fetchCard(url, { maxBytes: 2 ** 20 }));
    expect(error.message).toContain('larger than 1048576 bytes');
    expect(error.source).toBe(url);
    expect(sent).toBeLessThan(2 ** 26);
  });

  it.each([
    ['never answers', false],
    ['stops in the middle', true],
  ])('should give up on a server that %s', async (_, hasBegun) => {
    const url = await serve((__, response) => {
      if (hasBegun) response.write('{"schemaVersion":');
    });
    const error = await failure(fetchCard(url, { timeoutMs: 50 }));
    expect(error.message).toContain('longer than 50 ms');
  });

  it.each([
    ['<!doctype html><title>Log in</title>', 'a page'],
    ['{"schemaVersion":', 'no JSON'],
    ['', 'no JSON'],
  ])('should say what the server sent instead of %j', async (body, what) => {
    const url = await serve((_, response) => response.end(body));
    expect((await failure(fetchCard(url))).message).toContain(what);
  });

  it('should stop with the reason of its signal', async () => {
    const url = await serve(() => undefined);
    const controller = new AbortController();
    const card = fetchCard(url, { signal: controller.signal });
    controller.abort(new RangeError('enough'));
    await expect(card).rejects.toThrow('enough');
  });
});
