import { afterAll } from 'vitest';
import { launchBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import { contractFiles, defineWebContract } from './web-contract.js';

const browser = await launchBrowser({ webgpu: true });
const context = await browser.newContext();
const site = await serveSdk({ files: contractFiles() });
afterAll(async () => {
  await browser.close();
  await site.close();
});

await defineWebContract('webgpu on SwiftShader', browser, await openSdkPage(context, site), {
  executionProvider: 'webgpu',
  hasFailingFeeds: false,
});
