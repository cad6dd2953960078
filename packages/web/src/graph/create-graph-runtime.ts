import { type GraphRuntime, InvalidArgumentError, ModelLoadError } from '@ocelli/core';
import { createOrtGraphRuntime } from '@ocelli/core/runtime';
import { loadOrt, type OrtWeb, webGpuBuild } from '../ort/load-ort.js';
import { type OrtBuild, type OrtFileUrls, ortFileUrls } from '../ort/ort-files.js';
import {
  WEB_EXECUTION_PROVIDERS,
  type WebExecutionProvider,
} from '../backend/web-execution-providers.js';

export interface GraphRuntimeOptions {
  /** Default `wasm`. */
  readonly executionProvider?: WebExecutionProvider;
  /** As `WebBackendOptions.threads`. */
  readonly threads?: number;
  /** As `WebBackendOptions.ortFiles`. */
  readonly ortFiles?: Readonly<Record<OrtBuild, OrtFileUrls>>;
}

/**
 * Runs graphs on onnxruntime-web, in the calling thread: what training and evaluation in a page need. Call
 * it in a worker of your own, for a page's thread stands still while a graph runs.
 *
 * @throws InvalidArgumentError for a provider or a number of threads that cannot be. `open` throws
 * ModelLoadError when ONNX Runtime's files are not served.
 */
export const createGraphRuntime = ({
  executionProvider = 'wasm',
  threads,
  ortFiles,
}: GraphRuntimeOptions = {}): GraphRuntime => {
  if (!WEB_EXECUTION_PROVIDERS.includes(executionProvider)) {
    throw new InvalidArgumentError({
      argument: 'options.executionProvider',
      expected: `one of ${WEB_EXECUTION_PROVIDERS.join(', ')}`,
      actual: `"${String(executionProvider)}"`,
    });
  }
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads > 0)) {
    throw new InvalidArgumentError({
      argument: 'options.threads',
      expected: 'a positive integer',
      actual: String(threads),
    });
  }
  const load = async (): Promise<OrtWeb> => {
    const build = executionProvider === 'wasm' ? 'wasm' : webGpuBuild();
    try {
      const files = (ortFiles ?? ortFileUrls())[build];
      return await loadOrt(files, threads === undefined ? {} : { threads });
    } catch (cause) {
      throw new ModelLoadError({
        source: 'graph',
        reason: cause instanceof Error ? cause.message : String(cause),
        remedy: 'Serve the folder dist of @ocelli/web unchanged.',
        cause,
      });
    }
  };
  return createOrtGraphRuntime({
    ort: load,
    executionProvider,
    sessionOptions: { graphOptimizationLevel: 'all' },
    keepsOnGpu: executionProvider === 'webgpu',
  });
};
