import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { channelMeans } from '../node/backend-models.js';
import { launchBrowser, type TestBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import type { Site } from './serve-site.js';

declare global {
  /** Runs the model on the page's session; the first mean, or the name of what it failed of. */
  var runOnce: () => Promise<number | string>;
  /** Opens a session for `runOnce`; the provider it got. */
  var openSession: () => Promise<string>;
}

describe('a GPU that is lost', () => {
  let browser: TestBrowser;
  let context: BrowserContext;
  let site: Site;
  beforeAll(async () => {
    browser = await launchBrowser({ webgpu: true });
    context = await browser.newContext();
    site = await serveSdk({ files: { '/model.onnx': channelMeans() } });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it('should end its session by name, and not the next one', async () => {
    const page = await openSdkPage(context, site);
    await page.evaluate(() => {
      const { core, web } = globalThis.ocelli;
      let session: Awaited<ReturnType<ReturnType<typeof web.createWebBackend>['createSession']>>;
      globalThis.openSession = async () => {
        const backend = web.createWebBackend();
        const source = await backend.fetchModel({ url: '/model.onnx' });
        session = await backend.createSession(source, { executionProviders: ['webgpu', 'wasm'] });
        return session.executionProvider;
      };
      globalThis.runOnce = async () => {
        const image = core.createTensor('float32', [1, 3, 4, 4], new Float32Array(48).fill(7));
        try {
          return Number((await session.run({ image })).outputs['means']?.data[0]);
        } catch (error) {
          return (error as Error).name;
        }
      };
    });
    expect(await page.evaluate(() => globalThis.openSession())).toBe('webgpu');
    expect(await page.evaluate(() => globalThis.runOnce())).toBe(7);

    const connection = await context.browser()?.newBrowserCDPSession();
    await connection?.send('Browser.crashGpuProcess').catch(() => undefined);
    // Until the loss has reached the worker, a run may still fail as a run.
    await expect
      .poll(() => page.evaluate(() => globalThis.runOnce()), { timeout: 60_000 })
      .toBe('SessionLostError');

    expect(['webgpu', 'wasm']).toContain(await page.evaluate(() => globalThis.openSession()));
    expect(await page.evaluate(() => globalThis.runOnce())).toBe(7);
  });
});
