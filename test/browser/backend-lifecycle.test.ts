import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { channelMeans } from '../node/backend-models.js';
import { launchBrowser, type TestBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import type { Route, Site } from './serve-site.js';

const MODEL = { '/model.onnx': channelMeans() };

/** Opens and runs the model in the page; the selected attempt and the first output, or the error. */
const openAndRun = (
  page: Page,
  options: { threads?: number; executionProviders?: ('webgpu' | 'wasm')[] } = {},
): Promise<{ attempts: string[]; mean: number }> =>
  page.evaluate(async ({ threads, executionProviders }) => {
    const { web, core } = globalThis.ocelli;
    const backend = web.createWebBackend(threads === undefined ? {} : { threads });
    const source = await backend.fetchModel({ url: '/model.onnx' });
    const session = await backend.createSession(
      source,
      executionProviders === undefined ? {} : { executionProviders },
    );
    const image = core.createTensor('float32', [1, 3, 4, 4], new Float32Array(48).fill(7));
    const { outputs } = await session.run({ image });
    await session.release();
    const attempts = session.attempts.map(
      ({ executionProvider, outcome, reason }) => `${executionProvider} ${outcome}: ${reason}`,
    );
    return { attempts, mean: Number(outputs['means']?.data[0]) };
  }, options);

/** What the page's promise is rejected with. */
const failureOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
};

const gone: Route = (_, response) => {
  response.writeHead(404).end();
};

describe('createWebBackend in Chromium', () => {
  let browser: TestBrowser;
  let context: BrowserContext;
  const sites: Site[] = [];
  const open = async (
    isIsolated: boolean,
    routes: Readonly<Record<string, Route>> = {},
  ): Promise<Page> => {
    const site = await serveSdk({ files: MODEL, isIsolated, routes });
    sites.push(site);
    return openSdkPage(context, site);
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    context = await browser.newContext();
  });
  afterAll(async () => {
    await browser.close();
    for (const site of sites) await site.close();
  });

  it('should say why WebGPU was not taken, and go on with WebAssembly', async () => {
    const page = await open(false);
    const { attempts, mean } = await openAndRun(page);
    expect(attempts[0]).toMatch(/^webgpu unavailable: .*WebGPU/);
    expect(attempts[1]).toMatch(/^wasm selected: every node on wasm, 1 thread/);
    expect(mean).toBe(7);
  });

  it('should use threads where the page is cross-origin isolated', async () => {
    const page = await open(true);
    const { attempts, mean } = await openAndRun(page, {
      threads: 2,
      executionProviders: ['wasm'],
    });
    expect(attempts[0]).toMatch(/^wasm selected: every node on wasm, 2 threads/);
    expect(mean).toBe(7);
  });

  it('should do with one thread where the page is not', async () => {
    const page = await open(false);
    const { attempts } = await openAndRun(page, { threads: 2, executionProviders: ['wasm'] });
    expect(attempts[0]).toMatch(/^wasm selected: every node on wasm, 1 thread/);
  });

  it('should say which file is missing where ONNX Runtime is not served, and load later', async () => {
    const missing = { '/packages/web/dist/ort/ort.wasm.min.mjs': gone };
    const message = await failureOf(
      openAndRun(await open(false, missing), { executionProviders: ['wasm'] }),
    );
    expect(message).toContain('ort.wasm.min.mjs');
    expect(message).toContain('dist/ort');
  });

  it('should say which file is missing where the WebAssembly module is not served', async () => {
    const missing = { '/packages/web/dist/ort/ort-wasm-simd-threaded.wasm': gone };
    const message = await failureOf(
      openAndRun(await open(false, missing), { executionProviders: ['wasm'] }),
    );
    expect(message).toMatch(/wasm/);
  });

  it('should say that its worker cannot be started where the worker is not served', async () => {
    const missing = { '/packages/web/dist/inference-worker.js': gone };
    const message = await failureOf(openAndRun(await open(false, missing)));
    expect(message).toContain('inference-worker.js');
  });

  it('should end loading at once when the signal aborts, and load again', async () => {
    const page = await open(false);
    const outcome = await page.evaluate(async () => {
      const { web } = globalThis.ocelli;
      const backend = web.createWebBackend();
      const source = await backend.fetchModel({ url: '/model.onnx' });
      const controller = new AbortController();
      const loading = backend.createSession(source, { signal: controller.signal });
      controller.abort(new Error('no longer wanted'));
      return loading.then(
        () => 'loaded',
        (error: Error) => error.message,
      );
    });
    expect(outcome).toBe('no longer wanted');
    expect((await openAndRun(page)).mean).toBe(7);
  });

  it('should have asked nothing of anyone but the pages', () => {
    expect(browser.outside).toEqual([]);
  });
});
