import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { channelMeans } from '../node/backend-models.js';
import { launchBrowser, type TestBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import type { Site } from './serve-site.js';

const MODEL = channelMeans();
const SHA256 = createHash('sha256').update(MODEL).digest('hex');
const HTML = '<!doctype html><title>Welcome</title>'.padEnd(2000);

/** What a failed download says, as a page can show it. */
interface Failure {
  readonly name: string;
  readonly reason: string | undefined;
  readonly message: string;
  readonly remedy: string;
}

/** Fetches in the page; the bytes' length, or what went wrong. */
const fetchModel = (
  page: Page,
  file: { url: string; sha256?: string; bytes?: number },
  settings: { maxBytes?: number; abortAfterBytes?: number } = {},
): Promise<{ byteLength: number; progress: number[] } | Failure> =>
  page.evaluate(
    async ({ file, settings: { maxBytes, abortAfterBytes } }) => {
      const { createModelCache } = globalThis.ocelli.web;
      const models = createModelCache(maxBytes === undefined ? {} : { maxBytes });
      const controller = new AbortController();
      const progress: number[] = [];
      try {
        const { bytes } = await models.fetch(file, {
          signal: controller.signal,
          onProgress: ({ receivedBytes }) => {
            progress.push(receivedBytes);
            if (receivedBytes >= (abortAfterBytes ?? Infinity)) {
              controller.abort(new Error('no longer wanted'));
            }
          },
        });
        return { byteLength: bytes.byteLength, progress };
      } catch (error) {
        const { name, message } = error as Error;
        const { reason, remedy } = error as { reason?: string; remedy?: string };
        return { name, message, reason, remedy: remedy ?? '' };
      }
    },
    { file, settings },
  );

describe('createModelCache in Chromium', () => {
  let browser: TestBrowser;
  let context: BrowserContext;
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    context = await browser.newContext();
    site = await serveSdk({
      files: { '/model.onnx': MODEL, '/page.onnx': HTML, '/short.onnx': MODEL.slice(0, 100) },
      routes: {
        '/broken.onnx': (_, response) => {
          response.writeHead(200, { 'content-length': 10_000 });
          response.write(MODEL);
          setTimeout(() => response.destroy(), 50);
        },
        '/busy.onnx': (_, response) => {
          response.writeHead(503).end();
        },
        '/endless.onnx': (_, response) => {
          const timer = setInterval(() => response.write(Buffer.alloc(4096)), 5);
          response.once('close', () => {
            clearInterval(timer);
          });
        },
      },
    });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(async () => {
    page = await openSdkPage(context, site);
    await page.evaluate(() => globalThis.ocelli.web.createModelCache().clear());
    site.requests.length = 0;
    return () => page.close();
  });

  it('should fetch a file once and give it from the cache after that', async () => {
    const file = { url: '/model.onnx', sha256: SHA256, bytes: MODEL.length };
    expect(await fetchModel(page, file)).toEqual({
      byteLength: MODEL.length,
      progress: [MODEL.length],
    });
    expect(await fetchModel(page, file)).toEqual({ byteLength: MODEL.length, progress: [] });
    expect(site.requests).toEqual(['/model.onnx']);
  });

  it('should classify after a reload without a network', async () => {
    const profile = await browser.newContext();
    const other = await profile.newPage();
    const load = async (): Promise<number> =>
      other.evaluate(
        async ({ sha256 }) => {
          const { web, core } = globalThis.ocelli;
          const backend = web.createWebBackend();
          const source = await backend.fetchModel({ url: '/model.onnx', sha256 });
          const session = await backend.createSession(source, {
            executionProviders: ['wasm'],
          });
          const ones = new Float32Array(48).fill(1);
          const image = core.createTensor('float32', [1, 3, 4, 4], ones);
          const { outputs } = await session.run({ image });
          await session.release();
          return Number(outputs['means']?.data[0]);
        },
        { sha256: SHA256 },
      );
    const ready = () => other.waitForFunction(() => 'ocelli' in globalThis);
    await other.goto(`${site.origin}/`);
    await ready();
    expect(await load()).toBe(1);
    // The page's own files are for its service worker to keep; here the server keeps serving them.
    await profile.route('**/*.onnx', (route) => route.abort('internetdisconnected'));
    await other.reload();
    await ready();
    site.requests.length = 0;
    expect(await load()).toBe(1);
    expect(site.requests).not.toContain('/model.onnx');
    await profile.close();
  });

  it.each([
    ['a missing file', '/missing.onnx', 'http-status', /404/],
    ['a page instead of a model', '/page.onnx', 'not-a-model', /an HTML page/],
    ['a server that is busy', '/busy.onnx', 'server-error', /503/],
    ['a broken connection', '/broken.onnx', 'interrupted', /connection broke/],
  ])('should say of %s what it is', async (_, url, reason, message) => {
    const failure = await fetchModel(page, { url, sha256: SHA256 });
    expect(failure).toMatchObject({ name: 'ModelDownloadError', reason });
    expect((failure as Failure).message).toMatch(message);
    expect((failure as Failure).remedy).not.toBe('');
    // The next call is none the worse for it.
    expect(await fetchModel(page, { url: '/model.onnx', sha256: SHA256 })).toHaveProperty(
      'byteLength',
    );
  });

  it('should refuse bytes with another hash, and keep nothing of them', async () => {
    const sha256 = '0'.repeat(64);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const failure = await fetchModel(page, { url: '/model.onnx', sha256 });
      expect(failure).toMatchObject({ name: 'ModelIntegrityError' });
    }
    expect(site.requests).toEqual(['/model.onnx', '/model.onnx']);
    const kept = await page.evaluate(async () => {
      const cache = await caches.open('ocelli-models');
      return (await cache.keys()).length;
    });
    expect(kept).toBe(0);
  });

  it('should refuse a file of another size', async () => {
    const failure = await fetchModel(page, {
      url: '/short.onnx',
      sha256: SHA256,
      bytes: MODEL.length,
    });
    expect(failure).toMatchObject({ name: 'ModelIntegrityError' });
  });

  it('should stop a download that is larger than allowed', async () => {
    const failure = await fetchModel(page, { url: '/endless.onnx' }, { maxBytes: 50_000 });
    expect(failure).toMatchObject({ name: 'ModelDownloadError', reason: 'too-large' });
  });

  it('should stop when the signal aborts, with its reason', async () => {
    const failure = await fetchModel(page, { url: '/endless.onnx' }, { abortAfterBytes: 20_000 });
    expect(failure).toMatchObject({ name: 'Error', message: 'no longer wanted' });
  });

  it('should replace what lies in the cache and is not what it was', async () => {
    const file = { url: '/model.onnx', sha256: SHA256 };
    await fetchModel(page, file);
    await page.evaluate(async () => {
      const cache = await caches.open('ocelli-models');
      const [request] = await cache.keys();
      if (request !== undefined) await cache.put(request, new Response('spoiled'));
    });
    expect(await fetchModel(page, file)).toHaveProperty('byteLength', MODEL.length);
    expect(site.requests).toEqual(['/model.onnx', '/model.onnx']);
  });

  it('should have asked nothing of anyone but the page', () => {
    expect(browser.outside).toEqual([]);
  });
});
