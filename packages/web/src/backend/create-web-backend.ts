import { type InferenceBackend, type InferenceSession, InvalidArgumentError } from '@ocelli/core';
import { createHostedSession } from '@ocelli/core/runtime';
import { createModelCache, type ModelCache } from '../model-cache/model-cache.js';
import { type OrtBuild, type OrtFileUrls, ortFileUrls } from '../ort/ort-files.js';
import {
  createLoadRequest,
  GRAPH_OPTIMIZATION_LEVELS,
  type OrtSessionSettings,
} from './load-request.js';
import { WEB_EXECUTION_PROVIDERS, type WebProviderConfig } from './web-execution-providers.js';
import { openWorkerHost } from './worker-host.js';

export interface WebBackendOptions extends OrtSessionSettings {
  /** Keeps the files that `fetchModel` brings. Default: the page's Cache Storage. */
  readonly models?: Pick<ModelCache, 'fetch'>;
  /** Where ONNX Runtime's files are served, absolute. Default: beside this package's own files. */
  readonly ortFiles?: Readonly<Record<OrtBuild, OrtFileUrls>>;
}

const checkOptions = ({
  threads,
  graphOptimizationLevel: level = 'all',
}: WebBackendOptions): void => {
  if (!GRAPH_OPTIMIZATION_LEVELS.includes(level)) {
    throw new InvalidArgumentError({
      argument: 'graphOptimizationLevel',
      expected: `one of ${GRAPH_OPTIMIZATION_LEVELS.join(', ')}`,
      actual: `"${String(level)}"`,
    });
  }
  if (threads === undefined || (Number.isSafeInteger(threads) && threads >= 1)) return;
  throw new InvalidArgumentError({
    argument: 'threads',
    expected: 'a positive integer',
    actual: String(threads),
  });
};

/** Shared where the page may share memory with its workers: then pixels are copied once, here. */
const allocatePixels = (byteLength: number): Uint8Array =>
  new Uint8Array(
    globalThis.crossOriginIsolated
      ? new SharedArrayBuffer(byteLength)
      : new ArrayBuffer(byteLength),
  );

/**
 * Creates a backend on onnxruntime-web. Each session has a worker of its own, in which frames are
 * preprocessed and the model runs; the backend holds nothing by itself.
 *
 * @throws InvalidArgumentError when an option is not what it can be.
 *
 * @example
 * const classifier = await createClassifier({ card: trafficSign, backend: createWebBackend() });
 */
export const createWebBackend = (
  options: WebBackendOptions = {},
): InferenceBackend<WebProviderConfig> => {
  checkOptions(options);
  const { models = createModelCache(), ortFiles, ...settings } = options;
  return {
    name: 'onnxruntime-web',
    executionProviders: WEB_EXECUTION_PROVIDERS,
    fetchModel: (file, fetchOptions) => models.fetch(file, fetchOptions),
    createSession: async (model, sessionOptions = {}): Promise<InferenceSession> => {
      const { signal, pipeline } = sessionOptions;
      signal?.throwIfAborted();
      const files = ortFiles ?? ortFileUrls();
      const request = createLoadRequest(model, settings, files, sessionOptions);
      return createHostedSession({
        host: await openWorkerHost(request, signal),
        allocatePixels,
        now: () => performance.now(),
        ...(pipeline && { pipeline }),
      });
    },
  };
};
