import { afterAll } from 'vitest';
import { launchBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import { contractFiles, defineWebContract } from './web-contract.js';

const browser = await launchBrowser();
const context = await browser.newContext();
afterAll(() => browser.close());

for (const isIsolated of [false, true]) {
  const site = await serveSdk({ files: contractFiles(), isIsolated });
  afterAll(() => site.close());
  await defineWebContract(
    isIsolated ? 'wasm in a cross-origin isolated page' : 'wasm in a page without isolation',
    browser,
    await openSdkPage(context, site),
    { executionProvider: 'wasm', unavailableProvider: 'webgpu', hasFailingFeeds: true },
  );
}
