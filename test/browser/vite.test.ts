import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { build, createServer, type InlineConfig } from 'vite';
import { channelMeans } from '../node/backend-models.js';
import { launchBrowser, type TestBrowser } from './launch-browser.js';
import { serveSite } from './serve-site.js';

/** What an app's own code would be. */
const APP = `
  import { createTensor } from '@ocelli/core';
  import { createWebBackend, decodeImageBlob } from '@ocelli/web';
  globalThis.run = async (executionProviders, threads) => {
    const backend = createWebBackend({ threads });
    const source = await backend.fetchModel({ url: '/model.onnx' });
    const session = await backend.createSession(source, { executionProviders });
    const image = createTensor('float32', [1, 3, 4, 4], new Float32Array(48).fill(7));
    const { outputs } = await session.run({ image });
    await session.release();
    const canvas = new OffscreenCanvas(3, 2);
    canvas.getContext('2d').fillRect(0, 0, 3, 2);
    const frame = await decodeImageBlob(await canvas.convertToBlob());
    return { mean: outputs.means.data[0], width: frame.width, reason: session.attempts.at(-1).reason };
  };
`;

declare global {
  var run: (
    executionProviders: readonly string[],
    threads: number,
  ) => Promise<{ mean: number; width: number; reason: string }>;
}

const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

describe('an app on Vite, without a line of configuration', () => {
  let browser: TestBrowser;
  let context: BrowserContext;
  let root: string;
  let config: InlineConfig;

  beforeAll(async () => {
    browser = await launchBrowser();
    context = await browser.newContext();
    // Below the repository, so that the packages are found as an app of it finds them.
    root = await mkdtemp(fileURLToPath(new URL('.vite-app-', import.meta.url)));
    await mkdir(join(root, 'public'));
    await writeFile(join(root, 'public/model.onnx'), channelMeans());
    await writeFile(join(root, 'app.js'), APP);
    await writeFile(
      join(root, 'index.html'),
      '<!doctype html><link rel="icon" href="data:," /><script type="module" src="/app.js"></script>',
    );
    config = { root, configFile: false, logLevel: 'error', clearScreen: false };
  });
  afterAll(async () => {
    await browser.close();
    await rm(root, { recursive: true });
  });

  const runApp = async (origin: string, threads: number) => {
    const page = await context.newPage();
    await page.goto(origin);
    await page.waitForFunction(() => 'run' in globalThis);
    const result = await page.evaluate((wanted) => globalThis.run(['wasm'], wanted), threads);
    await page.close();
    return result;
  };

  it('should run from what `vite build` writes, with threads', async () => {
    await build(config);
    await using site = await serveSite({ folders: { '/': join(root, 'dist') }, isIsolated: true });
    const { mean, width, reason } = await runApp(site.origin, 2);
    expect([mean, width]).toEqual([7, 3]);
    expect(reason).toContain('2 threads');
    const modules = site.requests.filter((path) => path.endsWith('.wasm'));
    expect(modules).toHaveLength(1);
    expect(site.requests.every((path) => !path.includes('node_modules'))).toBe(true);
  });

  it('should run on the development server', async () => {
    const server = await createServer({ ...config, server: { port: 0, headers: ISOLATION } });
    try {
      await server.listen();
      const { mean, width } = await runApp(server.resolvedUrls?.local[0] ?? '', 2);
      expect([mean, width]).toEqual([7, 3]);
    } finally {
      await server.close();
    }
  });

  it('should have asked nothing of anyone but the page', () => {
    expect(browser.outside).toEqual([]);
  });
});
