import type { ContractTestRunner } from '@ocelli/core/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { guardedChannelMeans, PIXELS_AS_THEY_ARE, SIDE } from '../node/backend-models.js';
import type { TestBrowser } from './launch-browser.js';

/** A test of the contract as the page collected it. */
interface CollectedTest {
  readonly name: string;
  readonly isSkipped: boolean;
}

declare global {
  var contractTests: readonly { name: string; body: (() => Promise<void>) | undefined }[];
}

/** Where the page gets the contract's model. */
export const CONTRACT_MODEL_PATH = '/contract-model.onnx';

/** Files to serve beside the packages. */
export const contractFiles = (): Record<string, Uint8Array> => ({
  [CONTRACT_MODEL_PATH]: guardedChannelMeans(),
});

export interface WebContractOptions {
  readonly executionProvider: 'wasm' | 'webgpu';
  readonly unavailableProvider?: 'webgpu';
  /** WebGPU reads 0 where an index is out of bounds, so that no feeds make the model fail there. */
  readonly hasFailingFeeds: boolean;
}

/** Defines the backend contract in the page; its tests are run one by one with `runContractTest`. */
const collectContract = (page: Page, options: WebContractOptions): Promise<CollectedTest[]> =>
  page.evaluate(
    async ({ executionProvider, unavailableProvider, hasFailingFeeds, path, preprocess, side }) => {
      const { core, testing, web } = globalThis.ocelli;
      const collected: { name: string; body: (() => Promise<void>) | undefined }[] = [];
      const names: string[] = [];
      const fail = (actual: unknown, expected: unknown, message = 'values differ'): void => {
        throw new Error(`${message}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
      };
      const runner: ContractTestRunner = {
        describe: (name, body) => {
          names.push(name);
          body();
          names.pop();
        },
        it: Object.assign(
          (name: string, body: () => Promise<void>) => {
            collected.push({ name: [...names.slice(1), name].join(' '), body });
          },
          {
            skip: (name: string) => {
              collected.push({ name: [...names.slice(1), name].join(' '), body: undefined });
            },
          },
        ),
        expect: (actual, message) => ({
          toBe: (expected) => {
            if (!Object.is(actual, expected)) fail(actual, expected, message);
          },
          toEqual: (expected) => {
            if (JSON.stringify(actual) !== JSON.stringify(expected))
              fail(actual, expected, message);
          },
          toBeLessThanOrEqual: (expected) => {
            if (!((actual as number) <= expected)) fail(actual, expected, message);
          },
        }),
      };
      const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
      const image = Float32Array.from({ length: 3 * side * side }, (_, index) => index);
      const dims = [1, 3, side, side];
      const failing = image.map((value) => value + 1e4);
      testing.defineBackendContract({
        name: 'createWebBackend',
        runner,
        createBackend: () => web.createWebBackend(),
        model: {
          bytes,
          pipeline: { preprocess, input: 'image', outputs: ['means'] },
          golden: {
            feeds: { image: core.createTensor('float32', dims, image) },
            outputs: {
              means: core.createTensor('float32', [1, 3], new Float32Array([7.5, 23.5, 39.5])),
            },
            tolerance: 1e-4,
          },
          ...(hasFailingFeeds && {
            failingFeeds: { image: core.createTensor('float32', dims, failing) },
          }),
        },
        executionProvider,
        ...(unavailableProvider && { unavailableProvider }),
      });
      globalThis.contractTests = collected;
      // Browsers compile a WebAssembly module once as long as somebody holds it: this session does.
      await web
        .createWebBackend()
        .createSession({ kind: 'bytes', bytes }, { executionProviders: [executionProvider] });
      return collected.map(({ name, body }) => ({ name, isSkipped: body === undefined }));
    },
    { ...options, path: CONTRACT_MODEL_PATH, preprocess: PIXELS_AS_THEY_ARE, side: SIDE },
  );

/** Runs one of the collected tests; rejects with what it failed of. */
const runContractTest = (page: Page, index: number): Promise<void> =>
  page.evaluate((position) => globalThis.contractTests[position]?.body?.(), index);

/** Defines the contract's tests for one page, in the runner of this process. */
export const defineWebContract = async (
  name: string,
  browser: TestBrowser,
  page: Page,
  options: WebContractOptions,
): Promise<void> => {
  const tests = await collectContract(page, options);
  describe(`createWebBackend as an InferenceBackend: ${name}`, () => {
    it('should have the whole contract to pass', () => {
      expect(tests.length).toBeGreaterThan(20);
    });
    tests.forEach((test, index) => {
      it.skipIf(test.isSkipped)(test.name, () => runContractTest(page, index));
    });
    it('should have asked nothing of anyone but the page', () => {
      expect(browser.outside).toEqual([]);
    });
  });
};
