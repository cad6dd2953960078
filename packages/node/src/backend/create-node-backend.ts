import {
  createPreprocessor,
  type InferenceBackend,
  InvalidArgumentError,
  type InferenceSession,
} from '@ocelli/core';
import { createHostedSession, type SessionHost } from '@ocelli/core/runtime';
import { createLoadRequest } from './create-load-request.js';
import {
  GRAPH_OPTIMIZATION_LEVELS,
  type LoadRequest,
  type OrtSessionSettings,
} from './load-request.js';
import { defaultExecutionProviders, type NodeProviderConfig } from './node-execution-providers.js';
import { openNodeHost } from './open-node-host.js';
import { openWorkerHost } from './worker-host.js';
import { createModelStore, type ModelStore } from '../store/model-store.js';

/** Where sessions live: each in a worker of its own, or all in the thread that calls. */
export const BACKEND_MODES = ['worker', 'main-thread'] as const;
export type BackendMode = (typeof BACKEND_MODES)[number];

export interface NodeBackendOptions extends OrtSessionSettings {
  /** Keeps the files that `fetchModel` brings. Default: a store in the user's cache folder. */
  readonly store?: Pick<ModelStore, 'fetch'>;
  /** Default `worker`: `main-thread` saves a fraction of a millisecond and blocks the event loop for each run. */
  readonly mode?: BackendMode;
}

/**
 * Pictures of which no more pixels are read are preprocessed before they go to the worker, which holds the calling
 * thread for 1 to 2 ms at most; copying them would take half of that and more.
 */
const MAX_PIXELS_BEFORE_WORKER = 2 ** 20;

const checkThreads = (argument: string, value: number | undefined): void => {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return;
  throw new InvalidArgumentError({
    argument,
    expected: 'a positive integer',
    actual: String(value),
  });
};

const checkOptions = ({ mode = 'worker', ...settings }: NodeBackendOptions): void => {
  if (!BACKEND_MODES.includes(mode)) {
    throw new InvalidArgumentError({
      argument: 'mode',
      expected: `one of ${BACKEND_MODES.join(', ')}`,
      actual: `"${String(mode)}"`,
    });
  }
  const { graphOptimizationLevel: level = 'all' } = settings;
  if (!GRAPH_OPTIMIZATION_LEVELS.includes(level)) {
    throw new InvalidArgumentError({
      argument: 'graphOptimizationLevel',
      expected: `one of ${GRAPH_OPTIMIZATION_LEVELS.join(', ')}`,
      actual: `"${String(level)}"`,
    });
  }
  checkThreads('intraOpNumThreads', settings.intraOpNumThreads);
  checkThreads('interOpNumThreads', settings.interOpNumThreads);
};

/** Rejects at once on abort; a host that comes later is released. */
const openHere = (request: LoadRequest, signal: AbortSignal | undefined): Promise<SessionHost> =>
  new Promise((resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason
    const abort = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', abort);
    openNodeHost(request, signal)
      .then((host) => (signal?.aborted === true ? host.release() : resolve(host)), reject)
      .finally(() => signal?.removeEventListener('abort', abort));
  });

/**
 * Creates a backend on onnxruntime-node. It holds nothing by itself; each session is released on its own.
 *
 * @throws InvalidArgumentError when an option is not what it can be.
 *
 * @example
 * const session = await createNodeBackend().createSession({ kind: 'file', path: 'model.onnx' });
 */
export const createNodeBackend = (
  options: NodeBackendOptions = {},
): InferenceBackend<NodeProviderConfig> => {
  checkOptions(options);
  const { mode = 'worker', store = createModelStore(), ...settings } = options;
  const executionProviders = defaultExecutionProviders(process.platform, process.arch);
  return {
    name: 'onnxruntime-node',
    executionProviders,
    fetchModel: (file, fetchOptions) => store.fetch(file, fetchOptions),
    createSession: async (model, sessionOptions = {}): Promise<InferenceSession> => {
      const { signal, pipeline } = sessionOptions;
      signal?.throwIfAborted();
      const request = createLoadRequest(model, settings, executionProviders, sessionOptions);
      const open = mode === 'worker' ? openWorkerHost : openHere;
      const host = await open(request, signal);
      const maxPixels = mode === 'worker' ? MAX_PIXELS_BEFORE_WORKER : Infinity;
      return createHostedSession({
        host,
        allocatePixels: (byteLength) => new Uint8Array(new SharedArrayBuffer(byteLength)),
        now: () => performance.now(),
        ...(pipeline && {
          pipeline,
          callerPreprocessing: { preprocessor: createPreprocessor(pipeline.preprocess), maxPixels },
        }),
      });
    },
  };
};
