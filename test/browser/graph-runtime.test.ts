import { createTensor } from '@ocelli/core';
import { createGraphBuilder, encodeModel } from '@ocelli/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import type { Site } from './serve-site.js';

/** Adds `x` to a value that stays in the session, and gives twice the sum. */
const accumulator = (): Uint8Array => {
  const g = createGraphBuilder({ name: 'accumulator' });
  const x = g.input('x', 'float32', [2]);
  const before = g.input('sum', 'float32', [2]);
  const after = g.node('Add', [before, x], {}, { name: 'new_sum' });
  const two = g.initializer('two', createTensor('float32', [1], new Float32Array([2])));
  g.output(after, 'float32', [2]);
  g.output(g.node('Mul', [after, two], {}, { name: 'doubled' }), 'float32', [2]);
  return encodeModel(g.build());
};

describe('createGraphRuntime in Chromium', () => {
  let browser: TestBrowser;
  let site: Site;
  beforeAll(async () => {
    browser = await launchBrowser();
    site = await serveSdk({ files: { '/accumulator.onnx': accumulator() } });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it('should carry values from run to run', async () => {
    const page = await openSdkPage(await browser.newContext(), site);
    const seen = await page.evaluate(async () => {
      const { core, web } = globalThis.ocelli;
      const runtime = web.createGraphRuntime();
      const bytes = new Uint8Array(await (await fetch('/accumulator.onnx')).arrayBuffer());
      const graph = await runtime.open(bytes, { carries: { sum: 'new_sum' } });
      await graph.writeState({ sum: core.createTensor('float32', [2]) });
      const x = core.createTensor('float32', [2], new Float32Array([1, 2]));
      await graph.run({ x });
      const { doubled } = await graph.run({ x });
      const { sum } = await graph.readState();
      await graph.release();
      return [...(doubled?.data ?? []), ...(sum?.data ?? [])].map(Number);
    });
    expect(seen).toEqual([4, 8, 2, 4]);
  });

  it('should have asked nothing of anyone but the page', () => {
    expect(browser.outside).toEqual([]);
  });
});
